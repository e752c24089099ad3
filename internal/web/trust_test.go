package web

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/actor"
	"tripol/internal/authority"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/intake"
	"tripol/internal/testkit"
)

// placed is a face with surroundings of its own, over a scene's database.
func (sc *scene) placed(change func(*Options)) *Server {
	sc.t.Helper()
	keys, err := card.OpenKeys(filepath.Join(sc.t.TempDir(), "keys"))
	if err != nil {
		sc.t.Fatal(err)
	}
	o := Options{
		Store: sc.store, Intake: intake.New(keys), People: sc.server.People, Keys: keys, Photos: sc.t.TempDir(),
		Assets: fstest.MapFS{"field/index.html": {Data: []byte("the face")}}, Log: slog.New(slog.DiscardHandler),
	}
	change(&o)
	server, err := New(o)
	if err != nil {
		sc.t.Fatal(err)
	}
	return server
}

func withLAN(o *Options) {
	o.LAN = &LAN{
		Authority: []byte("a certificate"), HTTPSPort: "8443", PlainPort: "8081",
		Names: func() []string { return []string{"192.168.1.5", "fd00::5", "shelter.local"} },
	}
}

// hear sends one request to an application at an address; header pairs follow.
func hear(t *testing.T, app *fiber.App, method, url string, headers ...string) answer {
	t.Helper()
	var body io.Reader
	if method == http.MethodPost {
		text, err := json.Marshal(SignIn{Login: "sabita", Password: testPassword})
		if err != nil {
			t.Fatal(err)
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := app.Test(req, 20_000)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: res.StatusCode, header: res.Header, body: string(text)}
}

// The lines by which a browser may come, and whether it has a secure context there. Requests of app.Test come from
// 0.0.0.0.
func TestSignInNeedsASecureContext(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := emptyScene(t, s)
		sc.person("sabita", actor.Coordinator)
		alone := sc.placed(func(*Options) {})
		behind := sc.placed(func(o *Options) {
			o.PublicURL, o.TrustedProxies = "https://relief.example", []string{"0.0.0.0"}
		})
		stranger := sc.placed(func(o *Options) { o.PublicURL, o.TrustedProxies = "https://relief.example", []string{"10.7.7.7"} })
		for _, line := range []struct {
			name    string
			server  *Server
			base    string
			headers []string
			safe    bool
		}{
			{"loopback", alone, "http://127.0.0.1:8080", nil, true},
			{"localhost", alone, "http://localhost:8080", nil, true},
			{"IPv6 loopback", alone, "http://[::1]:8080", nil, true},
			{"a LAN address", alone, "http://192.168.1.5:8080", nil, false},
			{"a LAN name", alone, "http://shelter.local:8080", nil, false},
			{"a name that begins like loopback", alone, "http://localhost.evil.example", nil, false},
			{"a header that nobody trusted sent", alone, "http://192.168.1.5", []string{"X-Forwarded-Proto", "https"}, false},
			{"a proxy that says localhost", alone, "http://localhost", []string{"X-Forwarded-For", "192.168.1.9"}, false},
			{"a trusted proxy with https", behind, "http://relief.example", []string{"X-Forwarded-Proto", "https"}, true},
			{"a trusted proxy that does not say", behind, "http://relief.example", nil, true},
			{"a trusted proxy with http", behind, "http://relief.example", []string{"X-Forwarded-Proto", "http"}, false},
			{"another proxy", stranger, "http://relief.example", []string{"X-Forwarded-Proto", "https"}, false},
		} {
			a := hear(t, line.server.App(), http.MethodPost, line.base+"/api/v1/session", line.headers...)
			if !line.safe {
				if a.status != http.StatusForbidden || a.problem(t).Code != "secure_context_required" || a.header.Get("Set-Cookie") != "" {
					t.Errorf("%s: signed in with %d %s", line.name, a.status, a.body)
				}
			} else if cookie := a.header.Get("Set-Cookie"); a.status != http.StatusOK || !strings.Contains(cookie, "__Host-") ||
				!strings.Contains(cookie, "secure") {
				t.Errorf("%s: %d %s %q", line.name, a.status, a.body, cookie)
			}
			face := hear(t, line.server.App(), http.MethodGet, line.base+"/field/", line.headers...)
			if shown := face.body == "the face"; shown != line.safe || (!shown && !strings.Contains(face.body, `href="/trust`)) {
				t.Errorf("%s: the face is %d %s", line.name, face.status, face.body)
			}
			lasting := a.header.Get("Strict-Transport-Security") != ""
			if lasting != (line.safe && line.server == behind) {
				t.Errorf("%s: browsers told to use nothing but https: %v", line.name, lasting)
			}
		}
	})
}

// A laptop's own name or address is another machine's tomorrow, so browsers are not told to remember it.
func TestOnlyPublicNamesAreRemembered(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := emptyScene(t, s)
		for base, want := range map[string]bool{
			"https://relief.example": true, "https://192.168.1.5": false, "https://shelter.local:8443": false, "https://shelter": false,
		} {
			server := sc.placed(func(o *Options) { o.PublicURL, o.TrustedProxies = base, []string{"0.0.0.0"} })
			a := hear(t, server.App(), http.MethodGet, strings.Replace(base, "https", "http", 1)+"/healthz", "X-Forwarded-Proto", "https")
			if got := a.header.Get("Strict-Transport-Security") != ""; got != want {
				t.Errorf("%s: %v", base, got)
			}
		}
	})
}

// Whatever needs a session is refused too: a list of families must not go where everybody listens.
func TestNothingPrivateGoesOverAPlainLine(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for _, r := range Routes() {
			path := strings.NewReplacer(":id", db.NewID(), ":slug", "none", "*", "none.js").Replace(r.Path)
			a := hear(t, sc.server.App(), r.Method, "http://192.168.1.5"+path,
				"Cookie", sessionCookie+"="+sc.cookie, "X-CSRF-Token", sc.csrf)
			public := r.Policy.Public && r.Method == http.MethodGet
			if refused := strings.Contains(a.body, `"code":"secure_context_required"`); refused == public {
				t.Errorf("%s %s: %d", r.Method, r.Path, a.status)
			}
		}
	})
}

func TestPhonesLearnHowToTrust(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		plain := emptyScene(t, s).placed(withLAN).plain
		last := authority.Fingerprint([]byte("a certificate"))[7]
		file := hear(t, plain, http.MethodGet, "http://192.168.1.5:8081/trust/authority.crt")
		if file.status != http.StatusOK || file.header.Get("Content-Type") != "application/x-x509-ca-cert" ||
			file.body != "a certificate" || !strings.Contains(file.header.Get("Content-Disposition"), "tripol.crt") {
			t.Errorf("the certificate: %d %v", file.status, file.header)
		}
		for language, says := range map[string]string{"en": "Download tripol.crt", "bn": "tripol.crt নামান", "hi": "डाउनलोड करें"} {
			a := hear(t, plain, http.MethodGet, "http://shelter.local:8081/trust?lang="+language)
			for _, want := range []string{
				says, `lang="` + language + `"`, "https://shelter.local:8443/field/", "https://[fd00::5]:8443/field/", "<svg", last,
			} {
				if !strings.Contains(a.body, want) {
					t.Errorf("%s: %q is not on the page", language, want)
				}
			}
			sheet := hear(t, plain, http.MethodGet, "http://192.168.1.5:8081/trust/sheet").body
			if !strings.Contains(sheet, `<section lang="`+language+`"`) || !strings.Contains(sheet, last) {
				t.Errorf("%s is not on the sheet", language)
			}
		}
		if a := hear(t, plain, http.MethodGet, "http://192.168.1.5:8081/"); a.header.Get("Location") != "/trust" {
			t.Errorf("the plain listener's first page: %d %v", a.status, a.header)
		}
	})
}

// The plain listener has the steps and nothing else, and takes no password.
func TestThePlainListenerHasOneJob(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := emptyScene(t, s)
		sc.person("sabita", actor.Coordinator)
		server := sc.placed(withLAN)
		for _, r := range plainRoutes() {
			if err := r.Policy.check(); err != nil || !r.Policy.Public {
				t.Errorf("%s: %v", r.Path, err)
			}
		}
		for _, base := range []string{"http://192.168.1.5:8081", "http://127.0.0.1:8081"} { // app.Test is no loopback caller
			a := hear(t, server.plain, http.MethodPost, base+"/api/v1/session")
			if a.status != http.StatusForbidden || a.problem(t).Code != "secure_context_required" {
				t.Errorf("%s: a password was taken: %d %s", base, a.status, a.body)
			}
			for _, path := range []string{"/field/", "/office/"} {
				if a := hear(t, server.plain, http.MethodGet, base+path); !strings.Contains(a.body, `href="/trust`) {
					t.Errorf("%s%s: %d %s", base, path, a.status, a.body)
				}
			}
			for _, path := range []string{"/metrics", "/openapi.json", "/api/v1/areas", "/c/x"} {
				if a := hear(t, server.plain, http.MethodGet, base+path); a.status != http.StatusNotFound {
					t.Errorf("%s%s: %d", base, path, a.status)
				}
			}
		}
		if a := hear(t, server.App(), http.MethodPost, "http://127.0.0.1/api/v1/session"); a.status != http.StatusOK {
			t.Errorf("the control: the whole program takes no password either: %d %s", a.status, a.body)
		}
	})
}

func TestWithoutAnAuthorityThePageSaysWhatToDo(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := emptyScene(t, s)
		bare := sc.placed(func(*Options) {})
		if a := hear(t, bare.App(), http.MethodGet, "http://192.168.1.5/trust"); !strings.Contains(a.body, "tripol serve --lan") {
			t.Errorf("%d %s", a.status, a.body)
		}
		if a := hear(t, bare.App(), http.MethodGet, "http://192.168.1.5/trust/authority.crt"); a.status != http.StatusNotFound {
			t.Errorf("a certificate that is not there: %d", a.status)
		}
		given := sc.placed(func(o *Options) { withLAN(o); o.LAN.Authority = nil })
		a := hear(t, given.plain, http.MethodGet, "http://192.168.1.5:8081/trust")
		if !strings.Contains(a.body, "https://192.168.1.5:8443/field/") || strings.Contains(a.body, "authority.crt") {
			t.Errorf("with a given certificate: %s", a.body)
		}
	})
}
