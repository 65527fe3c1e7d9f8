from django.db import migrations, models

import mentorship.web.wording


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0002_deeds_and_own_terms'),
    ]

    operations = [
        migrations.AlterField(
            model_name='deed',
            name='kind',
            field=models.CharField(choices=[('export', 'a copy was handed out'), ('erasure', 'a colleague was erased'), ('retention', 'kept long enough, and cleared away'), ('taken out', 'words were taken out')], max_length=10, verbose_name='what was done'),
        ),
        migrations.AddField(
            model_name='deed',
            name='what',
            field=models.CharField(blank=True, db_default='', default='', max_length=60),
        ),
        migrations.AddField(
            model_name='deed',
            name='name',
            field=models.CharField(blank=True, db_default='', default='', max_length=50),
        ),
        migrations.AddField(
            model_name='deed',
            name='title',
            field=mentorship.web.wording.WordingField(blank=True, db_default={}, default=dict, verbose_name='title'),
        ),
        migrations.AddIndex(
            model_name='deed',
            index=models.Index(fields=['what'], name='deeds_by_what'),
        ),
    ]
