package web

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/fault"
)

// A browser gives camera, storage and offline start to a secure context only: https, or plain http on loopback. What is
// here decides whether the browser behind a request has one.

// errPlainLine refuses what must not go over a line on which everybody can listen.
func errPlainLine() error {
	return fault.New(fault.Forbidden, "secure_context_required",
		"This line is not protected: open the https address. /trust says how a phone comes to it.")
}

// safeLine says whether the request's browser has a secure context. It looks at what the browser asked for, which is
// all that a browser goes by; who writes another Host by hand endangers nobody else.
func (c *call) safeLine() bool {
	if c.Protocol() == "https" { // our own TLS, or a trusted proxy that says so
		return true
	}
	if c.server.behindTLS(c.Ctx) {
		return true
	}
	proxied := c.Get(fiber.HeaderXForwardedFor) != "" || c.Get(fiber.HeaderXForwardedProto) != ""
	return !proxied && loopbackName(string(c.Request().Host()))
}

// behindTLS says whether a proxy of ours, which browsers reach by https only, handed the request on without saying how
// it had come.
func (s *Server) behindTLS(f *fiber.Ctx) bool {
	if !strings.HasPrefix(s.PublicURL, "https://") || f.Get(fiber.HeaderXForwardedProto) == "http" {
		return false
	}
	ours := f.IsProxyTrusted() || f.Context().RemoteIP().IsLoopback() //nolint:forbidigo // asks who calls
	return ours && !loopbackName(string(f.Request().Host()))
}

// loopbackName says whether the host of an address is this very machine, for any browser.
func loopbackName(host string) bool {
	name := bareHost(host)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(name)
	return err == nil && address.IsLoopback()
}

// bareHost is a host without its port and brackets, in lower case.
func bareHost(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// lasting says whether browsers may be told to use nothing but https from now on: behind a public name, and in an
// answer that came by https. A laptop's own name or address is another machine's tomorrow.
func (s *Server) lasting(f *fiber.Ctx) bool {
	u, err := url.Parse(s.PublicURL)
	if err != nil || u.Scheme != "https" || (f.Protocol() != "https" && !s.behindTLS(f)) {
		return false
	}
	name := bareHost(u.Host)
	_, notName := netip.ParseAddr(name)
	return notName != nil && strings.Contains(name, ".") && !strings.HasSuffix(name, ".local") && !loopbackName(name)
}
