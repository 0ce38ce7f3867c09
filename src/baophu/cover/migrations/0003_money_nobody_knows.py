"""Money of which nobody knows for which quote it came waits like the rest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cover", "0002_append_only")]
    operations = [
        migrations.AlterField(
            model_name="unmatched",
            name="reason",
            field=models.CharField(
                choices=[
                    ("expired", "báo giá đã hết hạn"),
                    ("changed", "luật hoặc dữ liệu đã thay đổi sau khi báo giá"),
                    ("dead", "người tham gia đã mất"),
                    ("amount", "số tiền không đúng báo giá"),
                    ("twice", "báo giá đã được thanh toán"),
                    ("unknown", "không rõ cho báo giá nào"),
                ],
                max_length=10,
            ),
        ),
    ]
