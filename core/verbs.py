from audit.verbs import register

FILE_REFUSED = "file.refused"

register({FILE_REFUSED: "refused a file after its virus check"})
