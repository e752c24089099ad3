package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"time"

	"tripol/internal/authority"
	"tripol/internal/config"
	"tripol/internal/pdf"
	"tripol/internal/web"
)

// HTTPS configures the program's own HTTPS listener. With the zero value a proxy terminates TLS.
type HTTPS struct {
	LAN              bool   // with a certificate of the local authority, for the host name and private addresses
	Certificate, Key string // files; both or neither. They take precedence over LAN
	Draw             bool   // print a QR code on the console
}

func (h HTTPS) wanted() bool { return h.LAN || h.Certificate != "" || h.Key != "" }

const addressCheckEvery = 10 * time.Second // interval of address checks: short, since a phone may be waiting

// certificates are the certificates of a listener: of the local authority, or configured ones.
type certificates interface {
	Certificate(*tls.ClientHelloInfo) (*tls.Certificate, error)
	Names() []string
	Refresh() (renewed bool, err error)
}

// tlsListeners are the two listeners of a server that terminates TLS itself.
type tlsListeners struct {
	https, plain net.Listener
	certificates certificates
	lan          *web.LAN
}

// openTLS opens the HTTPS listener and that of the trust page for phones; nil if TLS is off or terminated by a proxy.
func (a *App) openTLS(ctx context.Context) (*tlsListeners, error) {
	if !a.HTTPS.wanted() {
		return nil, nil //nolint:nilnil // nil means: no TLS
	}
	l := &tlsListeners{lan: &web.LAN{}}
	if err := l.certify(a); err != nil {
		return nil, err
	}
	httpsAddr, plainAddr, err := a.Config.LAN()
	if err != nil {
		return nil, err
	}
	var sockets net.ListenConfig
	listening, err := sockets.Listen(ctx, "tcp", httpsAddr)
	if err != nil {
		return nil, fmt.Errorf("https: %w", err)
	}
	l.https = tls.NewListener(listening, &tls.Config{
		GetCertificate: l.certificates.Certificate, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
	})
	if l.plain, err = sockets.Listen(ctx, "tcp", plainAddr); err != nil {
		return nil, errors.Join(fmt.Errorf("the page for phones (TRIPOL_TRUST_ADDR): %w", err), l.https.Close())
	}
	l.lan.HTTPSPort, l.lan.PlainPort, l.lan.Names = port(l.https), port(l.plain), l.names
	return l, nil
}

// names returns the host names in the certificate, and its IP addresses or, if it listens on one address only, that
// one.
func (l *tlsListeners) names() []string {
	host, _, err := net.SplitHostPort(l.https.Addr().String())
	at, unread := netip.ParseAddr(host)
	names := l.certificates.Names()
	if err != nil || unread != nil || at.IsUnspecified() {
		return names
	}
	return slices.DeleteFunc(names, func(name string) bool {
		other, err := netip.ParseAddr(name)
		return err == nil && other != at.Unmap()
	})
}

func port(at net.Listener) string {
	_, port, err := net.SplitHostPort(at.Addr().String())
	if err != nil {
		return ""
	}
	return port
}

// certify loads the configured certificate, or else that of the local authority, which is created once.
func (l *tlsListeners) certify(a *App) error {
	now := func() time.Time { return a.Store.Now().Time }
	if h := a.HTTPS; h.Certificate != "" || h.Key != "" {
		if h.Certificate == "" || h.Key == "" {
			return errors.New("--cert and --key must be given together: the certificate in one file, its key in the other")
		}
		supplied, err := authority.OpenSupplied(h.Certificate, h.Key, now)
		l.certificates = supplied
		return err
	}
	host, err := os.Hostname()
	if err != nil {
		return err
	}
	own, err := authority.Open(a.Config.Authority(), host, now())
	if err != nil {
		return err
	}
	l.lan.Authority = own.Certificate()
	l.certificates, err = authority.Issue(own, now, authority.Here)
	return err
}

// close closes the listeners. One that the server has already closed is no error.
func (l *tlsListeners) close() error {
	if l == nil {
		return nil
	}
	var failed error
	for _, one := range []net.Listener{l.plain, l.https} {
		if err := one.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// watch renews the certificate before it expires and when the machine's addresses change, and then announces the URLs.
func (a *App) watch(l *tlsListeners) func(context.Context) error {
	return func(context.Context) error {
		renewed, err := l.certificates.Refresh()
		if err != nil || !renewed {
			return err
		}
		a.Log.Info("certificate issued", slog.String("names", strings.Join(l.names(), " ")))
		return a.announce(l)
	}
}

// announce prints the URLs for phones on the console.
func (a *App) announce(l *tlsListeners) error {
	names := l.names()
	if a.Console == nil || len(names) == 0 {
		return nil
	}
	var text strings.Builder
	opens := l.lan.HTTPS(names[0]) + "/field/"
	if l.lan.Authority != nil {
		opens = l.lan.Trust(names[0])
	}
	fmt.Fprintf(&text, "\nPhones: join this machine's network and open %s\n", opens)
	if a.HTTPS.Draw {
		code, err := renderQR(opens)
		if err != nil {
			return err
		}
		text.WriteString(code)
	}
	if l.lan.Authority != nil {
		groups := authority.Fingerprint(l.lan.Authority)
		half := len(groups) / 2
		fmt.Fprintf(&text, "Compare this fingerprint on each phone (SHA-256):\n  %s\n  %s\nThen open %s/field/ there.\n",
			strings.Join(groups[:half], "  "), strings.Join(groups[half:], "  "), l.lan.HTTPS(names[0]))
	}
	fmt.Fprintf(&text, "On this machine, open %s/office/\n\n", l.machine())
	_, err := a.Console.Write([]byte(text.String()))
	return err
}

// machine returns the URL for this machine's own browser: without TLS if the program listens on loopback.
func (l *tlsListeners) machine() string {
	host, _, err := net.SplitHostPort(l.plain.Addr().String())
	at, unread := netip.ParseAddr(host)
	if err == nil && unread == nil && !at.IsUnspecified() && !at.IsLoopback() {
		return l.lan.HTTPS(host)
	}
	return "http://localhost:" + l.lan.PlainPort
}

// renderQR renders a QR code in half blocks, two rows of modules per line, black on white independent of the terminal's
// colours.
func renderQR(text string) (string, error) {
	const quiet = 4
	rows, err := pdf.QRModules(text)
	if err != nil {
		return "", err
	}
	dark := func(x, y int) bool {
		return y >= 0 && y < len(rows) && x >= 0 && x < len(rows[y]) && rows[y][x]
	}
	var out strings.Builder
	for y := -quiet; y < len(rows)+quiet; y += 2 {
		out.WriteString("\x1b[30;107m")
		for x := -quiet; x < len(rows)+quiet; x++ {
			switch upper, lower := dark(x, y), dark(x, y+1); {
			case upper && lower:
				out.WriteString("█")
			case upper:
				out.WriteString("▀")
			case lower:
				out.WriteString("▄")
			default:
				out.WriteString(" ")
			}
		}
		out.WriteString("\x1b[0m\n")
	}
	return out.String(), nil
}

// onLoopback reports whether the listen address is reachable from this machine only.
func (a *App) onLoopback() (bool, error) {
	if !a.HTTPS.wanted() {
		return a.Config.Loopback(), nil
	}
	https, plain, err := a.Config.LAN()
	return config.Loopback(https) && config.Loopback(plain), err
}
