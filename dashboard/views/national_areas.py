"""The table of all areas, its files, and what a person keeps of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from core import clock
from core.views import AnyPage, ServiceFormView
from dashboard.forms import ORDER_WORDS, AreaFilterForm, SaveViewForm, plain_address
from dashboard.models import SavedView
from dashboard.queries import areas as queries
from dashboard.services import national as services
from dashboard.views import files
from inspections.services.calendar import working_calendar
from partnerships.models import Partnership

TITLE = "All areas"


def form_of(request: HttpRequest) -> AreaFilterForm:
    return AreaFilterForm(request.GET, somebody=request.user.is_authenticated)


class NationalAreas(AnyPage, ListView):
    """For everybody; what a row says depends on who looks."""

    template_name = "dashboard/national_areas.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.form = form_of(self.request)
        return queries.areas(self.request.user, self.form.chosen(), today=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.form, **kwargs)
        address, page = self.form.address(), reverse("dashboard:national-areas")
        chosen = self.form.chosen()
        context |= {
            "rows": queries.area_rows(context["object_list"], today=clock.today(), calendar=working_calendar()),
            "filtered": bool(set(chosen) - {"order"}),
            "order": chosen.get("order", "area"),
            "orders": {code: f"{page}?{self.form.address(order=code)}" for code in ORDER_WORDS},
            "files": files.links(f"{page.rstrip('/')}.", address),
            "address": address,
            "views": queries.saved_views(self.request.user),
            "breadcrumbs": [{"text": "National figures", "href": reverse("dashboard:national")}],
        }
        return context


class NationalAreasFile(View):
    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        form, today = form_of(request), clock.today()
        found = queries.areas(request.user, form.chosen(), today=today)
        rows = queries.area_rows(found, today=today, calendar=working_calendar())
        return files.table_file(
            ending,
            f"areas-{today}",
            title=TITLE,
            columns=queries.COLUMNS,
            rows=[row.values() for row in rows],
            asked=form.words(),
        )


class Watch(LoginRequiredMixin, View):
    """Watch an area (`watch` is "yes") or no longer; back to the same view."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        person: Any = request.user
        area = get_object_or_404(Partnership, slug=slug)
        services.watch(by=person, partnership=area, watched=request.POST.get("watch") == "yes")
        query = plain_address(request.POST.get("address", ""), somebody=True)
        page = request.POST.get("page", "")
        query = "&".join(
            part for part in (query, f"page={int(page)}" if page.isdecimal() and len(page) < 7 else "") if part
        )
        return redirect(f"{reverse('dashboard:national-areas')}{'?' if query else ''}{query}#area-{area.slug}")


class SaveView(ServiceFormView):
    form_class = SaveViewForm
    success_message = "View saved"
    extra_context = {"heading": "Save this view", "lead": "It keeps the filter and the order, not today’s rows."}

    def get_initial(self) -> dict[str, Any]:
        return {"address": plain_address(self.request.GET.urlencode(), somebody=True)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [{"text": TITLE, "href": reverse("dashboard:national-areas")}]
        return super().get_context_data(breadcrumbs=crumbs, **kwargs)

    def perform(self, form: Any) -> str:
        address = plain_address(form.cleaned_data["address"], somebody=True)
        services.save_view(by=self.request.user, name=form.cleaned_data["name"], address=address)  # type: ignore[arg-type]
        return f"{reverse('dashboard:national-areas')}?{address}"


class RemoveView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person: Any = request.user
        view = get_object_or_404(SavedView, pk=pk, person=person)
        services.remove_view(by=person, view=view)
        return redirect("dashboard:national-areas")
