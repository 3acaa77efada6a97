package ${{ values.package }};

/** What this service keeps. */
public record Item(long id, String name) {}
