from django.urls import path

from measures.views import acts, loads, pages

app_name = "measures"
PLAN = "inspections/<slug:reference>/plan/measures/"
ONE = f"{PLAN}<int:pk>/"
urlpatterns = [
    path(PLAN, pages.MeasureList.as_view(), name="measure-list"),
    path(f"{PLAN}add/", acts.MeasureAdd.as_view(), name="measure-add"),
    path(f"{PLAN}measures.xlsx", pages.MeasureExport.as_view(), name="measure-export"),
    path(f"{PLAN}workbooks/add/", loads.LoadAdd.as_view(), name="load-add"),
    path(f"{PLAN}workbooks/<int:number>/", loads.LoadDetail.as_view(), name="load-detail"),
    path(f"{PLAN}workbooks/<int:number>/undo/", loads.LoadUndo.as_view(), name="load-undo"),
    path(ONE, pages.MeasureDetail.as_view(), name="measure-detail"),
    path(f"{ONE}table.xlsx", pages.MeasureTable.as_view(), name="measure-table"),
    path(f"{ONE}table.csv", pages.MeasureTable.as_view(ending="csv"), name="measure-csv"),
    path(f"{ONE}change/", acts.MeasureEdit.as_view(), name="measure-edit"),
    path(f"{ONE}values/add/", acts.ValueAdd.as_view(), name="value-add"),
    path(f"{ONE}values/<int:value>/correct/", acts.ValueCorrect.as_view(), name="value-correct"),
    path(f"{ONE}baseline/", acts.RebaselineAsk.as_view(), name="rebaseline-ask"),
    path(f"{ONE}baseline/<int:number>/", acts.RebaselineDecide.as_view(), name="rebaseline-decide"),
]
