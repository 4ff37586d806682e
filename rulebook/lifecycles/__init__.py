"""Who may go from where to where, and when. One table for each thing that has a state."""
