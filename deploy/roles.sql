-- A role of its own for the application, which owns nothing: run as the owner of the database after `manage.py prepare`.
-- The audit it can only add to and read. Migrations go on as the owner.
CREATE ROLE inspections_app NOLOGIN;
GRANT USAGE ON SCHEMA public TO inspections_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO inspections_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO inspections_app;
REVOKE ALL ON audit_entry, audit_link, audit_redaction FROM inspections_app;
GRANT SELECT, INSERT ON audit_entry, audit_redaction TO inspections_app;
-- Words only, and only of an entry that a redaction names: the trigger refuses the rest.
GRANT UPDATE (subject_label, changes, reason, salt) ON audit_entry TO inspections_app;
GRANT SELECT ON audit_link TO inspections_app;
