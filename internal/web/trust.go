package web

import (
	"bytes"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/authority"
	"tripol/internal/pdf"
	"tripol/internal/words"
)

// LAN is how phones reach a server with its own TLS.
type LAN struct {
	Authority []byte          // certificate of the local authority (DER); nil when the operator supplied the certificate
	Names     func() []string // hosts and addresses that the certificate currently covers, most likely first
	HTTPSPort string
	PlainPort string
}

// HTTPS returns the https address of one of the names.
func (l *LAN) HTTPS(name string) string { return "https://" + withPort(name, l.HTTPSPort, "443") }

// Trust returns the address of the page that a phone opens first.
func (l *LAN) Trust(name string) string {
	return "http://" + withPort(name, l.PlainPort, "80") + "/trust"
}

func withPort(name, port, usual string) string {
	if port != usual {
		return net.JoinHostPort(name, port)
	}
	if strings.Contains(name, ":") {
		return "[" + name + "]"
	}
	return name
}

// trustView is the data of the templates for phones.
type trustView struct {
	HTTPS, Page string   // addresses for this phone; Page opens the steps. Empty: unknown
	Local       bool     // the certificate is our own authority's, which a phone must install
	Fingerprint []string // of the authority, in groups
	Others      []string // further addresses
	Code        *qrView  // opens Page, where there is an authority to install; else HTTPS
	All         []view   // the sheet: the same in each language
}

// qrView is a QR code as an SVG path with its quiet zone.
type qrView struct {
	Side int
	Path string
}

const quietModules = 4

func newQR(text string) (*qrView, error) {
	rows, err := pdf.QRModules(text)
	if err != nil {
		return nil, err
	}
	var path []byte
	for y, row := range rows {
		for from := 0; from < len(row); {
			to := from
			for to < len(row) && row[to] == row[from] {
				to++
			}
			if row[from] {
				path = append(path, 'M')
				path = strconv.AppendInt(path, int64(from+quietModules), 10)
				path = append(path, ' ')
				path = strconv.AppendInt(path, int64(y+quietModules), 10)
				path = append(path, 'h')
				path = strconv.AppendInt(path, int64(to-from), 10)
				path = append(path, "v1h-"...)
				path = strconv.AppendInt(path, int64(to-from), 10)
				path = append(path, 'z')
			}
			from = to
		}
	}
	return &qrView{Side: len(rows) + 2*quietModules, Path: string(path)}, nil
}

// buildPlain builds the plain listener's application. The local machine's own browser, which has a secure context
// over plain http on loopback, gets the whole program: it needs no certificate.
func (s *Server) buildPlain() (*fiber.App, error) {
	whole := s.app.Handler()
	return s.build(plainRoutes(), func(f *fiber.Ctx) error {
		proxied := f.Get(fiber.HeaderXForwardedFor) != "" || f.Get(fiber.HeaderXForwardedProto) != ""
		request := f.Context() //nolint:forbidigo // handed on whole within this request
		if !proxied && request.RemoteIP().IsLoopback() && loopbackName(string(f.Request().Host())) {
			whole(request)
			return nil
		}
		return f.Next()
	})
}

// newTrust determines the addresses for this phone: by the name with which it reached us, when that is one of ours.
func newTrust(c *call) (trustView, error) {
	var t trustView
	lan := c.server.LAN
	if lan == nil {
		if strings.HasPrefix(c.server.PublicURL, "https://") {
			t.HTTPS = c.base()
		}
		return t, nil
	}
	t.Local = lan.Authority != nil
	if t.Local {
		t.Fingerprint = authority.Fingerprint(lan.Authority)
	}
	names := lan.Names()
	if asked := bareHost(string(c.Request().Host())); slices.Contains(names, asked) {
		names = append([]string{asked}, slices.DeleteFunc(names, func(n string) bool { return n == asked })...)
	}
	if len(names) == 0 {
		return t, nil
	}
	for _, name := range names[1:] {
		t.Others = append(t.Others, lan.HTTPS(name)+"/field/")
	}
	t.HTTPS, t.Page = lan.HTTPS(names[0]), lan.Trust(names[0])
	opens := t.Page
	if !t.Local {
		opens = t.HTTPS + "/field/"
	}
	var err error
	t.Code, err = newQR(opens)
	return t, err
}

// NoNetwork reports that the machine has no network address: only names are left, which few phones resolve.
func (t trustView) NoNetwork() bool {
	if !t.Local {
		return false
	}
	host := bareHost(strings.TrimPrefix(t.HTTPS, "https://"))
	_, err := netip.ParseAddr(host)
	return err != nil && len(t.Others) < 2
}

// trustPage shows how a phone trusts this server's certificate.
func trustPage(c *call) error { return sendTrust(c, "trust.html", fiber.StatusOK) }

// plainPage replaces an app's page where the browser has no secure context, so no camera and no storage.
func plainPage(c *call) error { return sendTrust(c, "plain.html", fiber.StatusForbidden) }

// trustSheet is the same as an A4 page in all languages, for printing.
func trustSheet(c *call) error { return sendTrust(c, "sheet.html", fiber.StatusOK) }

func sendTrust(c *call, name string, status int) error {
	v, err := newView(c)
	if err != nil {
		return err
	}
	t, err := newTrust(c)
	if err != nil {
		return err
	}
	v.Title, v.Trust = v.T("trust.title"), &t
	if status == fiber.StatusForbidden {
		v.Title = v.T("trust.plain_title")
	}
	for _, language := range words.Languages {
		one := v
		one.Language = language
		t.All = append(t.All, one)
	}
	var text bytes.Buffer
	if err := pages.ExecuteTemplate(&text, name, v); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	c.Set(fiber.HeaderContentLanguage, string(v.Language))
	c.Set(fiber.HeaderCacheControl, "no-store") // addresses change with the network
	return c.Status(status).Send(text.Bytes())
}

// authorityFile serves the authority's certificate in the format that phones install.
func authorityFile(c *call) error {
	if c.server.LAN == nil || c.server.LAN.Authority == nil {
		return notFound("page")
	}
	c.Set(fiber.HeaderContentType, "application/x-x509-ca-cert")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="tripol.crt"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(c.server.LAN.Authority)
}
