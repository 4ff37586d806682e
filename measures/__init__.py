"""The measures of a plan: what is counted, from where, towards what, and how it goes."""
