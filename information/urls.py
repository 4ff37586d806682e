from django.urls import path

from information.views import index, items, lists, overview

app_name = "information"
REQUEST = "inspections/<slug:reference>/request/"
ITEM = f"{REQUEST}<slug:number>/"
urlpatterns = [
    path(REQUEST, overview.RequestDetail.as_view(), name="request-detail"),
    path(f"{REQUEST}issue/", overview.RequestIssue.as_view(), name="request-issue"),
    path(f"{REQUEST}share/", overview.RequestShare.as_view(), name="request-share"),
    path(f"{REQUEST}remind/", overview.RequestRemind.as_view(), name="request-remind"),
    path(f"{REQUEST}upload/", overview.RequestUpload.as_view(), name="request-upload"),
    path(f"{REQUEST}index/", index.Index.as_view(), name="request-index"),
    path(f"{REQUEST}index.xlsx", index.IndexWorkbook.as_view(), name="request-index-workbook"),
    path(f"{REQUEST}index.pdf", index.IndexPdf.as_view(), name="request-index-pdf"),
    path(ITEM, items.ItemDetail.as_view(), name="item-detail"),
    path(f"{ITEM}owner/", items.ItemOwner.as_view(), name="item-owner"),
    path(f"{ITEM}due/", items.ItemDue.as_view(), name="item-due"),
    path(f"{ITEM}upload/", items.ItemUpload.as_view(), name="item-upload"),
    path(f"{ITEM}without/", items.ItemWithout.as_view(), name="item-without"),
    path(f"{ITEM}start/", items.ItemStart.as_view(), name="item-start"),
    path(f"{ITEM}reopen/", items.ItemReopen.as_view(), name="item-reopen"),
    path(f"{ITEM}share/", items.ItemShare.as_view(), name="item-share"),
    path(f"{ITEM}return/", items.ItemSendBack.as_view(), name="item-send-back"),
    path(f"{ITEM}query/", items.ItemQueryPage.as_view(), name="item-query"),
    path(f"{ITEM}answer/", items.ItemAnswer.as_view(), name="item-answer"),
    path(f"{ITEM}accept/", items.ItemAccept.as_view(), name="item-accept"),
    path(f"{ITEM}drop/", items.ItemDrop.as_view(), name="item-drop"),
    path(f"{ITEM}files/<int:part>/", items.FileOpen.as_view(), name="file-open"),
    path(f"{ITEM}files/<int:part>/withdraw/", items.FileWithdraw.as_view(), name="file-withdraw"),
    path(f"{ITEM}list/", lists.ListUpload.as_view(), name="list-upload"),
    path(f"{ITEM}list/template.xlsx", lists.ListTemplate.as_view(), name="list-template"),
    path(f"{ITEM}checks/<int:pk>/", lists.CheckDetail.as_view(), name="check-detail"),
    path(f"{ITEM}checks/<int:pk>/marked.xlsx", lists.CheckMarked.as_view(), name="check-marked"),
]
