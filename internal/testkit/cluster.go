package testkit

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	mathrand "math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tripol/internal/db"
)

// Cluster is a Postgres server of one test's own, which the test may stop, replicate and promote. Several can run in
// parallel, beside the other tests' server.
type Cluster struct {
	t        *testing.T
	programs string // folder of initdb, pg_ctl and pg_basebackup
	folder   string
	password string
	port     int
	settings []string
}

// StartCluster creates and starts a server; settings are name=value pairs. Commits are not flushed to disk unless the
// settings contain fsync=on: a stopped process loses nothing by that.
func StartCluster(t *testing.T, settings ...string) *Cluster {
	t.Helper()
	c := &Cluster{
		t: t, programs: postgresPrograms(t), password: rand.Text(),
		settings: append([]string{"fsync=off", "full_page_writes=off", "max_connections=100"}, settings...),
	}
	c.makeFolder()
	file := filepath.Join(c.folder, "password")
	if err := os.WriteFile(file, []byte(c.password), 0o600); err != nil {
		t.Fatal(err)
	}
	c.own(file)
	c.run("initdb", "-D", c.data(), "-U", "tripol_owner", "-A", "scram-sha-256", "--pwfile="+file, "-E", "UTF8",
		"--locale=C.UTF-8", "--no-sync", "--no-instructions")
	c.startAnywhere()
	return c
}

// Standby copies the cluster and starts the copy as a hot standby that replicates from it, under a name for
// synchronous_standby_names.
func (c *Cluster) Standby(name string) *Cluster {
	c.t.Helper()
	s := &Cluster{t: c.t, programs: c.programs, password: c.password, settings: c.settings}
	s.makeFolder()
	from := fmt.Sprintf("host=127.0.0.1 port=%d user=tripol_owner password=%s application_name=%s", c.port, c.password, name)
	s.run("pg_basebackup", "-D", s.data(), "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", from)
	s.startAnywhere()
	return s
}

// URL returns the URL of a database of the cluster, as its owner.
func (c *Cluster) URL(database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword("tripol_owner", c.password), Host: fmt.Sprintf("127.0.0.1:%d", c.port),
		Path: "/" + database, RawQuery: "sslmode=disable",
	}
	return u.String()
}

// Fresh creates a migrated database on the cluster and returns its options; the program's role is not the owner.
func (c *Cluster) Fresh(database string) db.Options {
	c.t.Helper()
	c.Exec("postgres", "CREATE DATABASE "+database)
	o := c.Options(database)
	if err := db.Migrate(c.t.Context(), o); err != nil {
		c.t.Fatal(err)
	}
	return o
}

// Options returns the options for a database created by Fresh, here or on this standby's primary.
func (c *Cluster) Options(database string) db.Options {
	return db.Options{URL: asUser(c.t, c.URL("postgres"), database, true), MigrateURL: c.URL(database)}
}

// Host returns address and port, for a connection string with several servers.
func (c *Cluster) Host() string { return fmt.Sprintf("127.0.0.1:%d", c.port) }

// Exec runs statements as the owner, each in its own transaction.
func (c *Cluster) Exec(database string, statements ...string) {
	c.t.Helper()
	pool, err := sql.Open("pgx", c.URL(database))
	if err != nil {
		c.t.Fatal(err)
	}
	defer pool.Close()
	for _, statement := range statements {
		if _, err := pool.ExecContext(context.Background(), statement); err != nil {
			c.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// Ask runs a query with one text result.
func (c *Cluster) Ask(database, query string) (answer string) {
	c.t.Helper()
	pool, err := sql.Open("pgx", c.URL(database))
	if err != nil {
		c.t.Fatal(err)
	}
	defer pool.Close()
	if err := pool.QueryRowContext(context.Background(), query).Scan(&answer); err != nil {
		c.t.Fatalf("%s: %v", query, err)
	}
	return answer
}

// Await polls a query until it returns the wanted text, for at most half a minute.
func (c *Cluster) Await(query, want string) {
	c.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	answer := ""
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); <-tick.C {
		if answer = c.Ask("postgres", query); answer == want {
			return
		}
	}
	c.t.Fatalf("%s: %q, not %q", query, answer, want)
}

// Stop ends the server: "fast" as an administrator does, "immediate" as a crash does. All its connections break.
func (c *Cluster) Stop(mode string) {
	c.t.Helper()
	c.run("pg_ctl", "-D", c.data(), "-m", mode, "-w", "-t", "60", "stop")
}

// Start starts a stopped server on its former port.
func (c *Cluster) Start() {
	c.t.Helper()
	if text, err := c.start(); err != nil {
		c.t.Fatalf("%v: %s", err, text)
	}
}

// Detach stops replication to a standby, which remains a standby.
func (c *Cluster) Detach() {
	c.t.Helper()
	c.Exec("postgres", "ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()")
	c.Await("SELECT COUNT(*)::text FROM pg_stat_wal_receiver", "0")
}

// Promote promotes a standby to a primary.
func (c *Cluster) Promote() {
	c.t.Helper()
	c.run("pg_ctl", "-D", c.data(), "-w", "-t", "60", "promote")
}

// AwaitReplay waits until the standby has replayed everything committed so far.
func (c *Cluster) AwaitReplay(standby *Cluster) {
	c.t.Helper()
	now := c.Ask("postgres", "SELECT pg_current_wal_lsn()::text")
	standby.Await("SELECT (pg_last_wal_replay_lsn() >= '"+now+"')::text", "true")
}

func (c *Cluster) data() string { return filepath.Join(c.folder, "data") }

func (c *Cluster) makeFolder() {
	c.t.Helper()
	var err error
	// t.TempDir is in a folder that only its creator may enter, and Postgres does not run as root.
	if c.folder, err = os.MkdirTemp("", "tripol-cluster"); err != nil {
		c.t.Fatal(err)
	}
	c.own(c.folder)
	c.t.Cleanup(func() {
		if _, err := os.Stat(filepath.Join(c.data(), "postmaster.pid")); err == nil {
			c.Stop("immediate")
		}
		if err := os.RemoveAll(c.folder); err != nil {
			c.t.Error(err)
		}
	})
	c.watch()
}

// watch removes the cluster when the test's process is killed and cannot.
func (c *Cluster) watch() {
	c.t.Helper()
	const script = `while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 2; done
		[ -d "$2" ] || exit 0
		[ ! -f "$2/data/postmaster.pid" ] || kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"
		rm -rf "$2"`
	watcher := exec.Command("sh", "-c", script, "watcher", strconv.Itoa(os.Getpid()), c.folder)
	watcher.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := watcher.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = watcher.Process.Kill(); _ = watcher.Wait() }) // runs before the folder is removed
}

// startAnywhere starts the server on a free port.
func (c *Cluster) startAnywhere() {
	c.t.Helper()
	var text string
	var err error
	for range 25 {
		c.port = 20000 + mathrand.IntN(10_000) //nolint:gosec // below the ports of outgoing connections; no secret
		if text, err = c.start(); err == nil {
			return
		}
		if !strings.Contains(text, "could not bind") {
			break
		}
	}
	c.t.Fatalf("%v: %s", err, text)
}

func (c *Cluster) start() (log string, err error) {
	options := fmt.Sprintf("-k %s -p %d -c %s", c.folder, c.port,
		strings.Join(append([]string{"listen_addresses=127.0.0.1"}, c.settings...), " -c "))
	file := filepath.Join(c.folder, "server.log")
	command := c.command("pg_ctl", "-D", c.data(), "-l", file, "-o", options, "-w", "-t", "60", "start")
	err = command.Run() // the server would inherit and keep open its output
	text, failed := os.ReadFile(file)
	if failed != nil && err == nil {
		err = failed
	}
	return string(text), err
}

func (c *Cluster) run(program string, args ...string) {
	c.t.Helper()
	if out, err := c.command(program, args...).CombinedOutput(); err != nil {
		c.t.Fatalf("%s: %v: %s", program, err, out)
	}
}

// command returns a command of Postgres, which refuses to run as root: root uses another user.
func (c *Cluster) command(program string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(c.programs, program), args...)
	command.Dir = "/"
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "PG") })
	if id, is := c.borrowed(); is {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(id), Gid: uint32(id)}}
		if other, err := user.LookupId(strconv.Itoa(id)); err == nil {
			if group, err := strconv.ParseUint(other.Gid, 10, 32); err == nil {
				command.SysProcAttr.Credential.Gid = uint32(group)
			}
		}
	}
	return command
}

func (c *Cluster) own(path string) {
	c.t.Helper()
	if id, is := c.borrowed(); is {
		if err := os.Chown(path, id, -1); err != nil {
			c.t.Fatal(err)
		}
	}
}

// borrowed returns the user that runs the server where the test runs as root.
func (c *Cluster) borrowed() (id int, is bool) {
	if os.Getuid() != 0 {
		return 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			if id, err := strconv.Atoi(found.Uid); err == nil {
				return id, true
			}
		}
	}
	c.t.Fatal("there is no user to run Postgres as")
	return 0, false
}

// postgresPrograms finds the newest Postgres, as .ci/postgres does.
func postgresPrograms(t *testing.T) string {
	t.Helper()
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(folders, func(a, b string) int { return len(b) - len(a) + 2*strings.Compare(b, a) })
	if found, err := exec.LookPath("initdb"); err == nil {
		folders = append(folders, filepath.Dir(found))
	}
	for _, folder := range folders {
		if _, err := os.Stat(filepath.Join(folder, "initdb")); err == nil {
			return folder
		}
	}
	t.Fatal("no Postgres server here: run `make deps`")
	return ""
}
