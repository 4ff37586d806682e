"""Support and challenge by DfE and NHS England: visits, escalation, release, engagement."""
