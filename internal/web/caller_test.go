package web

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// request makes a context of a request from an address; header pairs follow.
func (s *Server) request(t *testing.T, remote string, headers ...string) *fiber.Ctx {
	t.Helper()
	raw := &fasthttp.RequestCtx{}
	raw.Init(&fasthttp.Request{}, &net.TCPAddr{IP: net.ParseIP(remote), Port: 4000}, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		raw.Request.Header.Add(headers[i], headers[i+1])
	}
	f := s.app.AcquireCtx(raw)
	t.Cleanup(func() { s.app.ReleaseCtx(f) })
	return f
}

func TestTheClientsAddressIsTheLastThatNoTrustedProxyWrote(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		server := sc.placed(func(o *Options) { o.TrustedProxies = []string{"10.77.0.0/24", "127.0.0.1"} })
		const header = "X-Forwarded-For"
		for name, c := range map[string]struct {
			remote  string
			headers []string
			want    string
		}{
			"no proxy":                     {"203.0.113.7", nil, "203.0.113.7"},
			"a header of an outsider":      {"203.0.113.7", []string{header, "198.51.100.1"}, "203.0.113.7"},
			"our proxy":                    {"10.77.0.2", []string{header, "198.51.100.1"}, "198.51.100.1"},
			"our proxy, spoofed before":    {"10.77.0.2", []string{header, "192.0.2.1, 198.51.100.1"}, "198.51.100.1"},
			"spoofed in a line before":     {"10.77.0.2", []string{header, "192.0.2.1", header, "198.51.100.1"}, "198.51.100.1"},
			"two of our proxies":           {"127.0.0.1", []string{header, "192.0.2.1, 198.51.100.1, 10.77.0.9"}, "198.51.100.1"},
			"with a port":                  {"127.0.0.1", []string{header, "198.51.100.1:4711"}, "198.51.100.1"},
			"IPv6 with a port":             {"127.0.0.1", []string{header, "[2001:db8::1]:4711"}, "2001:db8::1"},
			"IPv4 in IPv6":                 {"127.0.0.1", []string{header, "::ffff:198.51.100.1"}, "198.51.100.1"},
			"no address":                   {"127.0.0.1", []string{header, "unknown"}, "127.0.0.1"},
			"our proxy for a health check": {"127.0.0.1", nil, "127.0.0.1"},
		} {
			if got := server.clientAddress(server.request(t, c.remote, c.headers...)); got != netip.MustParseAddr(c.want) {
				t.Errorf("%s: %v, want %s", name, got, c.want)
			}
		}
	})
}

// The first request through an untrusted proxy logs one warning, without a person's address.
func TestAnUntrustedForwardedHeaderIsWarnedAboutOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for name, c := range map[string]struct {
			trusted  []string
			headers  []string
			warnings int
		}{
			"not trusted": {nil, []string{"X-Forwarded-For", "198.51.100.1"}, 1},
			"trusted":     {[]string{"0.0.0.0"}, []string{"X-Forwarded-For", "198.51.100.1"}, 0},
			"no header":   {nil, nil, 0},
		} {
			var log bytes.Buffer
			server := sc.placed(func(o *Options) {
				o.TrustedProxies, o.Log = c.trusted, slog.New(slog.NewTextHandler(&log, nil))
			})
			for range 3 {
				hear(t, server.App(), "GET", "http://127.0.0.1/healthz", c.headers...)
			}
			if n := strings.Count(log.String(), "TRIPOL_TRUSTED_PROXIES"); n != c.warnings || strings.Contains(log.String(), "198.51") {
				t.Errorf("%s: %d warnings: %s", name, n, log.String())
			}
		}
	})
}

// Whether a client has hung up is seen on the connection itself, without taking a byte from it.
func TestAClosedConnectionIsSeen(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if hungUp(server) {
		t.Error("an open connection counts as closed")
	}
	if _, err := client.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if hungUp(server) {
		t.Error("a connection with bytes to read counts as closed")
	}
	if one, err := io.ReadFull(server, make([]byte, 1)); one != 1 || err != nil {
		t.Errorf("the byte was taken: %v", err)
	}
	client.Close()
	if _, err := server.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if !hungUp(server) {
		t.Error("a closed connection counts as open")
	}
	pipe, _ := net.Pipe() // tells nothing
	if hungUp(pipe) {
		t.Error("a connection that tells nothing counts as closed")
	}
}

// bare returns the required headers that a response lacks.
func bare(header http.Header) (lacking []string) {
	for _, name := range []string{
		"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy",
		"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
	} {
		if header.Get(name) == "" {
			lacking = append(lacking, name)
		}
	}
	return lacking
}

// Answers that are given before any route carry the headers of all others.
func TestEarlyRefusalsCarryTheSecurityHeaders(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for path, status := range map[string]int{
			"/a//b": 400, "/%2e%2e/x": 400, "/x%00": 400, "/x?q=%ff": 422, "/nowhere": 404, "/healthz": 200,
		} {
			if a := sc.send("GET", path, ""); a.status != status || len(bare(a.header)) > 0 {
				t.Errorf("%s: %d without %v", path, a.status, bare(a.header))
			}
		}
		if a := sc.send("GET", "/healthz", "x", "Content-Encoding", "gzip"); a.status != 415 || len(bare(a.header)) > 0 {
			t.Errorf("a compressed body: %d without %v", a.status, bare(a.header))
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- sc.server.Serve(listener) }()
		for name, raw := range map[string]string{
			"what is no HTTP":   "hello\r\n\r\n",
			"headers too large": "GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 20<<10) + "\r\n\r\n",
			"a body too large":  "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n",
		} {
			if header := spoken(t, listener.Addr().String(), raw); len(bare(header)) > 0 {
				t.Errorf("%s: without %v", name, bare(header))
			}
		}
		if err := sc.server.Shutdown(0); err != nil && !strings.Contains(err.Error(), "deadline") {
			t.Error(err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
		plain := fiber.New(fiber.Config{DisableStartupMessage: true, ErrorHandler: sc.server.problem}) // the control
		plain.Use(straightPath, sc.server.headers)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1/a//b", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := plain.Test(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusBadRequest || len(bare(res.Header)) == 0 {
			t.Errorf("in the other order: %d without %v: the test could not fail", res.StatusCode, bare(res.Header))
		}
	})
}

// spoken sends bytes and reads the header of the answer.
func spoken(t *testing.T, address, raw string) http.Header {
	t.Helper()
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if _, err := io.WriteString(connection, raw); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode < 400 {
		t.Errorf("%.20q was answered %d", raw, res.StatusCode)
	}
	return res.Header
}
