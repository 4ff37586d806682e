"""allauth finds here the providers of this application: a module of this name in an installed application."""

from accounts.openid import OrganisationProvider

provider_classes = [OrganisationProvider]
