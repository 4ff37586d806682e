from audit.verbs import register

WORK_RETRIED = "service.work_retried"

register({WORK_RETRIED: "had work tried again that the service had given up"})
