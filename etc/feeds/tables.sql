-- The tables of job-history.yaml and job-returns.yaml, for MariaDB and MySQL: mariadb salt < tables.sql
-- An event's identity is the key, so that one that is delivered twice is stored once. Times are in UTC.
CREATE TABLE job_history (
    event       VARCHAR(100) CHARACTER SET ascii PRIMARY KEY,
    said        DATETIME(6) NOT NULL,
    jid         VARCHAR(32) NOT NULL,
    user        VARCHAR(255),
    fun         TEXT NOT NULL,
    arguments   LONGTEXT,
    target      LONGTEXT NOT NULL,
    target_type VARCHAR(32),
    minions     LONGTEXT,
    KEY (jid),
    KEY (said)
) CHARACTER SET utf8mb4;

-- Of a job with several functions, retcode and success are JSON objects.
CREATE TABLE job_returns (
    event    VARCHAR(100) CHARACTER SET ascii PRIMARY KEY,
    said     DATETIME(6) NOT NULL,
    jid      VARCHAR(32) NOT NULL,
    minion   VARCHAR(255) NOT NULL,
    fun      TEXT NOT NULL,
    retcode  TEXT,
    success  TEXT,
    returned LONGTEXT,
    KEY (jid),
    KEY (minion, said)
) CHARACTER SET utf8mb4;
