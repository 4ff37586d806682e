"""The rules of the inspections as data, and the pure functions over them. No clock, no Django."""
