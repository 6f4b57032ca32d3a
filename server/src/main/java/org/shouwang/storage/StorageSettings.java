package org.shouwang.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the data lives.
 *
 * @param url JDBC URL of a PostgreSQL server ≥ 18; absent: the embedded one is started
 * @param ownerUser role that owns the schemas (given server only)
 * @param ownerPassword its password (given server only)
 * @param appUser role of the running application; made by the migration if it doesn't exist
 * @param appPassword its password (given server only)
 * @param port port of the embedded server on loopback; 0 picks a free one
 * @param pool most connections of the application to the database
 * @param directory the data directory
 * @param binaries where the embedded server's programs are unpacked; absent: in the data directory
 */
@ConfigurationProperties("shouwang.storage")
record StorageSettings(
    @Nullable String url,
    @Nullable String ownerUser,
    @Nullable String ownerPassword,
    @DefaultValue("shouwang_app") String appUser,
    @Nullable String appPassword,
    @DefaultValue("15432") int port,
    @DefaultValue("24") int pool,
    @DefaultValue("data") Path directory,
    @Nullable Path binaries) {}
