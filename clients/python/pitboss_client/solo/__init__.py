"""Solo games as their player sees them: `shown`, the versions of machines and banners."""
