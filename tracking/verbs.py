from audit.verbs import register

register({})
