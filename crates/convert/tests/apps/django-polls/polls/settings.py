ROOT_URLCONF = "polls.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "localhost", "PORT": 5432}}
ALLOWED_HOSTS = ["*"]
