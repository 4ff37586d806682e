from django.urls import path

from tracking.views import actions, board, evidence, narratives, progress, workbooks

app_name = "tracking"
PLAN = "inspections/<slug:reference>/plan/"
HERE = f"{PLAN}progress/"
ONE = f"{HERE}actions/<int:item>/<int:number>/"
TOLD = f"{PLAN}narratives/<int:number>/"

urlpatterns = [
    path(HERE, progress.Progress.as_view(), name="progress"),
    path(ONE, actions.ActionDetail.as_view(), name="action-detail"),
    path(f"{ONE}update/", actions.UpdateAdd.as_view(), name="update-add"),
    path(f"{ONE}end/", actions.ActionEnd.as_view(), name="action-end"),
    path(f"{ONE}milestones/<int:order>/", actions.MilestoneRecord.as_view(), name="milestone-record"),
    path(f"{HERE}evidence/", evidence.EvidenceList.as_view(), name="evidence-list"),
    path(f"{HERE}evidence/new/", evidence.EvidenceAdd.as_view(), name="evidence-add"),
    path(f"{HERE}evidence/<int:number>/file/", evidence.EvidenceFile.as_view(), name="evidence-file"),
    path(f"{HERE}exceptions/", board.Exceptions.as_view(), name="exceptions"),
    path(f"{HERE}exceptions/send/", board.ExceptionsSend.as_view(), name="exceptions-send"),
    path(f"{HERE}board-packs/", board.PackList.as_view(), name="pack-list"),
    path(f"{HERE}board-packs/new/", board.PackAdd.as_view(), name="pack-add"),
    path(f"{HERE}board-packs/<int:number>/", board.PackDetail.as_view(), name="pack-detail"),
    path(f"{HERE}board-packs/<int:number>.pdf", board.PackPdf.as_view(), name="pack-pdf"),
    path(f"{HERE}board-packs/<int:number>.xlsx", board.PackWorkbook.as_view(), name="pack-workbook"),
    path(f"{HERE}excel/", workbooks.Workbook.as_view(), name="workbook"),
    path(f"{HERE}excel/actions.xlsx", workbooks.WorkbookFile.as_view(), name="workbook-file"),
    path(f"{HERE}excel/load/", workbooks.WorkbookLoad.as_view(), name="workbook-load"),
    path(f"{HERE}excel/<int:number>/", workbooks.ImportDetail.as_view(), name="import-detail"),
    path(f"{HERE}excel/<int:number>/keep/", workbooks.ImportKeep.as_view(), name="import-keep"),
    path(f"{HERE}excel/<int:number>/undo/", workbooks.ImportUndo.as_view(), name="import-undo"),
    path(f"{PLAN}narratives/", narratives.NarrativeList.as_view(), name="narrative-list"),
    path(f"{PLAN}narratives/new/", narratives.NarrativeBegin.as_view(), name="narrative-begin"),
    path(TOLD, narratives.NarrativeDetail.as_view(), name="narrative-detail"),
    path(f"{TOLD}edit/", narratives.NarrativeEdit.as_view(), name="narrative-edit"),
    path(f"{TOLD}versions/<int:version>/", narratives.NarrativeDetail.as_view(), name="narrative-version"),
    path(f"{TOLD}versions/<int:version>/compare/", narratives.NarrativeCompare.as_view(), name="narrative-compare"),
    path(f"{TOLD}contest/", narratives.ContestAdd.as_view(), name="narrative-contest"),
    path(f"{TOLD}contests/<int:contest>/take-back/", narratives.ContestWithdraw.as_view(), name="contest-withdraw"),
    path(f"{TOLD}contests/<int:contest>/answer/", narratives.ContestAnswer.as_view(), name="contest-answer"),
]
