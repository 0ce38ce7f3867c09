"""Addresses of care."""

from __future__ import annotations

from django.urls import URLPattern, path

from baophu.care.views import desk, facilities, files, visits

app_name = "care"
urlpatterns: list[URLPattern] = [
    path("", desk.desk, name="desk"),
    path("luot/<int:number>/", desk.one, name="check_in"),
    path("luot/<int:number>/ghi/", visits.record, name="record"),
    path("lan-kham/", visits.visit_list, name="visits"),
    path("lan-kham/<int:number>/", visits.visit, name="visit"),
    path("lan-kham/<int:number>/sua/", visits.correct, name="correct"),
    path("tep/", files.files, name="files"),
    path("tep/<int:number>/", files.file, name="file"),
    path("tep/xem-truoc/<slug:digest>/", files.preview, name="file_preview"),
    path("co-so/", facilities.facilities, name="facilities"),
    path("co-so/moi/", facilities.add, name="add_facility"),
    path("co-so/<slug:code>/", facilities.facility, name="facility"),
]
