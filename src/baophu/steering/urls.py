"""Addresses of the province's and the committees' pages."""

from __future__ import annotations

from django.urls import path

from baophu.steering.views import boundaries, endings, groups, maps, money, overview, people, reports, targets, units

app_name = "steering"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("don-vi/<str:code>/", units.unit, name="unit"),
    path("cach-du-bao/", units.method, name="method"),
    path("ban-do/", maps.province_map, name="map"),
    path("ranh-gioi/", boundaries.upload, name="boundaries"),
    path("nhom/", groups.groups, name="groups"),
    path("het-hieu-luc/", endings.calendar, name="endings"),
    path("het-hieu-luc/<int:number>/", endings.ending, name="ending"),
    path("kinh-phi/", money.money, name="money"),
    path("danh-sach/", people.people, name="people"),
    path("chi-tieu/", targets.targets, name="targets"),
    path("chi-tieu/giao/", targets.assign, name="assign"),
    path("chi-tieu/nhap-bang/", targets.table, name="table"),
    path("chi-tieu/nhap-bang/mau/", targets.template, name="template"),
    path("chi-tieu/<int:number>/", targets.target, name="target"),
    path("chi-tieu/<int:number>/rut/", targets.withdraw, name="withdraw"),
    path("chi-tieu/viec/<int:number>/", targets.close, name="close"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/<int:number>/", reports.report, name="report"),
    path("bao-cao/<int:number>/<str:kind>", reports.download, name="download"),
]
