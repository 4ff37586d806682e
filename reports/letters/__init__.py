"""Letters as frozen snapshots: context -> HTML -> PDF, with no database and no clock."""
