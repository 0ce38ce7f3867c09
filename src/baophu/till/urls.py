"""Addresses of the till."""

from __future__ import annotations

from django.urls import URLPattern, path

from baophu.till.views import bank, paying, receipts, stand_in, takings, transfers

app_name = "till"
urlpatterns: list[URLPattern] = [
    path("", takings.today, name="today"),
    path("ngan-hang/thong-bao/", bank.notify, name="notify"),
    path("ngan-hang-gia-lap/", stand_in.bank, name="bank"),
    path("bao-gia/<int:number>/", paying.request_page, name="request"),
    path("bao-gia/<int:number>/tien-mat/", takings.take, name="take"),
    path("khoa-ngay/<str:day>/", takings.close, name="close"),
    path("ngay/", takings.days, name="days"),
    path("ngay/<int:number>/", takings.one_day, name="day"),
    path("chuyen-khoan/", transfers.transfers, name="transfers"),
    path("chuyen-khoan/<int:number>/", transfers.transfer, name="transfer"),
    path("bien-lai/<str:number>/", receipts.receipt, name="receipt"),
    path("bien-lai/<str:number>/pdf/", receipts.paper, name="paper"),
]
