# Sourced by .ci/run: a PostgreSQL of our own on loopback, for the tests of the ledger on a server.
#
#   start_postgresql    sets COMMUNIQUE_TEST_POSTGRESQL and returns 0, or says why there is none and returns 1
#   stop_postgresql     stops it and removes its files; harmless where none was started

postgresql_folder=""
postgresql_user=""

# As the user that the server runs under: it refuses to run as root.
as_postgresql() {
    if [ -n "$postgresql_user" ]; then
        (cd / && runuser -u "$postgresql_user" -- "$@")
    else
        "$@"
    fi
}

# Prints the folder of initdb and pg_ctl, of the newest version that is installed.
postgresql_programs() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr); do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return
        fi
    done
    if command -v initdb >/dev/null 2>&1 && command -v pg_ctl >/dev/null 2>&1; then
        dirname "$(command -v initdb)"
    fi
}

install_postgresql() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 0
    echo ".ci/run: installing PostgreSQL" >&2
    # No cluster of the distribution's own: only the programs are wanted.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } \
        >/dev/null 2>&1 || echo ".ci/run: apt-get could not install PostgreSQL" >&2
}

start_postgresql() {
    local programs port
    programs="$(postgresql_programs)"
    if [ -z "$programs" ]; then
        install_postgresql
        programs="$(postgresql_programs)"
    fi
    if [ -z "$programs" ]; then
        echo ".ci/run: no PostgreSQL on this machine: the tests of the ledger on a server are skipped" >&2
        return 1
    fi
    if [ "$(id -u)" = 0 ]; then
        if ! id postgres >/dev/null 2>&1 || ! command -v runuser >/dev/null 2>&1; then
            echo ".ci/run: PostgreSQL does not run as root, and there is no user postgres: its tests are skipped" >&2
            return 1
        fi
        postgresql_user=postgres
    fi
    postgresql_folder="$(mktemp -d "${TMPDIR:-/tmp}/communique-pg.XXXXXX")"
    [ -z "$postgresql_user" ] || chown "$postgresql_user" "$postgresql_folder"
    port="$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
    if as_postgresql "$programs/initdb" -D "$postgresql_folder/data" -U postgres -A trust -E UTF8 --locale=C \
        >"$postgresql_folder.log" 2>&1 &&
        as_postgresql "$programs/pg_ctl" -D "$postgresql_folder/data" -l "$postgresql_folder/server.log" -w -t 60 \
            -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off" start \
            >>"$postgresql_folder.log" 2>&1; then
        export COMMUNIQUE_TEST_POSTGRESQL="postgresql://postgres@127.0.0.1:$port"
        return 0
    fi
    echo ".ci/run: PostgreSQL did not start: the tests of the ledger on a server are skipped" >&2
    tail -n 5 "$postgresql_folder.log" >&2 || true
    stop_postgresql
    return 1
}

stop_postgresql() {
    [ -n "$postgresql_folder" ] || return 0
    if [ -e "$postgresql_folder/data/postmaster.pid" ]; then
        as_postgresql "$(postgresql_programs)/pg_ctl" -D "$postgresql_folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    rm -rf "$postgresql_folder" "$postgresql_folder.log"
    postgresql_folder=""
}
