package app_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/app"
	"tripol/internal/config"
)

// console is a server's console output, read while it runs.
type console struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.Write(p)
}

func (c *console) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.String()
}

var (
	httpsPort = regexp.MustCompile(`https://\S+:(\d+)/field/`)
	plainPort = regexp.MustCompile(`http://localhost:(\d+)/office/`)
)

// ports waits until the console says where https and the page for phones are.
func (c *console) ports(t *testing.T, ended chan error) (https, plain string) {
	t.Helper()
	tick, late := time.NewTicker(5*time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for {
		said := c.String()
		if s, p := httpsPort.FindStringSubmatch(said), plainPort.FindStringSubmatch(said); s != nil && p != nil {
			return s[1], p[1]
		}
		select {
		case err := <-ended:
			t.Fatalf("it ended: %v", err)
		case <-late:
			t.Fatalf("it said %q", said)
		case <-tick.C:
		}
	}
}

// onLAN starts a server with https of its own and gives its ports; stop waits until it has ended.
func onLAN(t *testing.T, a *app.App) (https, plain string, out *console, stop func()) {
	t.Helper()
	out = &console{}
	a.Console, a.HTTPS = out, app.HTTPS{LAN: true, Draw: true}
	a.Config.LANAddr, a.Config.TrustAddr = "127.0.0.1:0", "127.0.0.1:0"
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx) }()
	https, plain = out.ports(t, ended)
	return https, plain, out, func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("stopping: %v", err)
			}
		case <-time.After(20 * time.Second):
			t.Error("it does not stop")
		}
	}
}

// reader is a browser that trusts the authority of a folder, or nobody.
func reader(t *testing.T, folder string) *http.Client {
	t.Helper()
	pool := x509.NewCertPool()
	if folder != "" {
		text, err := os.ReadFile(filepath.Join(folder, "authority.pem"))
		if err != nil || !pool.AppendCertsFromPEM(text) {
			t.Fatal(err)
		}
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
}

// visit says why a browser does not come to an address.
func visit(browser *http.Client, url string) error {
	res, err := browser.Get(url)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

func TestServeOnTheLANAnswersWhoTrustsItAndStops(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, c config.Config) {
		https, plain, said, stop := onLAN(t, a)
		if err := visit(reader(t, c.Authority()), "https://127.0.0.1:"+https+"/readyz"); err != nil {
			t.Fatalf("who trusts the authority: %v", err)
		}
		for _, want := range []string{"/trust\n", "fingerprint", "█", "http://localhost:" + plain + "/office/#/begin/"} {
			if !strings.Contains(said.String(), want) {
				t.Errorf("the console does not say %q: %s", want, said)
			}
		}
		var unknown x509.UnknownAuthorityError
		if err := visit(reader(t, ""), "https://127.0.0.1:"+https+"/readyz"); !errors.As(err, &unknown) {
			t.Errorf("who trusts nobody: %v", err)
		}
		// Loopback: the whole program is there.
		for path, want := range map[string]int{"/trust": 200, "/trust/authority.crt": 200, "/readyz": 200, "/none": 404} {
			if status := ask(t, "http://127.0.0.1:"+plain+path); status != want {
				t.Errorf("%s: %d", path, status)
			}
		}
		stop()
		if visit(http.DefaultClient, "http://127.0.0.1:"+plain+"/trust") == nil {
			t.Error("it stopped, and its page for phones is still there")
		}
		first, err := os.ReadFile(filepath.Join(c.Authority(), "authority.pem"))
		if err != nil {
			t.Fatal(err)
		}
		_, _, _, stop = onLAN(t, a)
		stop()
		if again, err := os.ReadFile(filepath.Join(c.Authority(), "authority.pem")); err != nil || !bytes.Equal(first, again) {
			t.Errorf("the second start made another authority: %v", err)
		}
	})
}

func TestDemonstrationStaysOnThisMachineWithHTTPSToo(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, _ config.Config) {
		if _, err := a.Demo(t.Context(), 40); err != nil {
			t.Fatal(err)
		}
		a.HTTPS.LAN = true
		for _, where := range [][2]string{{"", ""}, {"127.0.0.1:0", ":0"}, {":0", "127.0.0.1:0"}} {
			a.Config.Addr, a.Config.LANAddr, a.Config.TrustAddr = "127.0.0.1:0", where[0], where[1]
			if err := a.Serve(t.Context()); !errors.Is(err, app.ErrDemoOnNetwork) {
				t.Errorf("%v: a database with known passwords was shown to the network: %v", where, err)
			}
		}
		_, _, _, stop := onLAN(t, a) // the control: on loopback it is served
		stop()
	})
}

func TestServeSaysWhyItCannotServeHTTPS(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App, c config.Config) {
		a.Config.LANAddr, a.Config.TrustAddr = "127.0.0.1:0", "127.0.0.1:0"
		taken := freeAddress(t)
		for want, change := range map[string]func(){
			"be given together": func() { a.HTTPS = app.HTTPS{Certificate: "x.crt"} },
			"no such file":      func() { a.HTTPS = app.HTTPS{Certificate: "x.crt", Key: "x.key"} },
			"TRIPOL_TRUST_ADDR": func() { a.HTTPS, a.Config.LANAddr, a.Config.TrustAddr = app.HTTPS{LAN: true}, taken, taken },
		} {
			change()
			if err := a.Serve(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", want, err)
			}
		}
		if err := os.Chmod(filepath.Join(c.Authority(), "authority.pem"), 0o644); err != nil {
			t.Fatal(err)
		}
		a.HTTPS, a.Config.LANAddr, a.Config.TrustAddr = app.HTTPS{LAN: true}, "127.0.0.1:0", "127.0.0.1:0"
		if err := a.Serve(t.Context()); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("a key that others can read: %v", err)
		}
	})
}
