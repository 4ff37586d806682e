import os

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse

from config.whole_body import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = whole_bodies(get_wsgi_application())
# Every view and the frame of the pages are read once, before the workers are made: a new worker answers at once.
reverse("dashboard:home")
get_template("base.html")
