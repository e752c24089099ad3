package web

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/fault"
)

// Browsers provide camera, storage and offline start in a secure context only: https, or plain http on loopback. This
// file decides whether a request's browser has one.

// errPlainLine rejects requests with secrets over an unencrypted connection.
func errPlainLine() error {
	return fault.New(fault.Forbidden, "secure_context_required",
		"This connection is not secure: open the https address. /trust shows how.")
}

// secureContext reports whether the request's browser has a secure context, judged by the requested address, as
// browsers do; forging the Host header endangers only the sender.
func (c *call) secureContext() bool {
	if c.Protocol() == "https" { // our own TLS, or as reported by a trusted proxy
		return true
	}
	if c.server.behindTLS(c.Ctx) {
		return true
	}
	proxied := c.Get(fiber.HeaderXForwardedFor) != "" || c.Get(fiber.HeaderXForwardedProto) != ""
	return !proxied && loopbackName(string(c.Request().Host()))
}

// behindTLS reports whether one of our proxies, which browsers reach by https only, forwarded the request without
// stating its protocol.
func (s *Server) behindTLS(f *fiber.Ctx) bool {
	if !strings.HasPrefix(s.PublicURL, "https://") || f.Get(fiber.HeaderXForwardedProto) == "http" {
		return false
	}
	ours := f.IsProxyTrusted() || f.Context().RemoteIP().IsLoopback() //nolint:forbidigo // asks who calls
	return ours && !loopbackName(string(f.Request().Host()))
}

// loopbackName reports whether the host of an address is the local machine for every browser.
func loopbackName(host string) bool {
	name := bareHost(host)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(name)
	return err == nil && address.IsLoopback()
}

// bareHost returns a host without port and brackets, in lower case.
func bareHost(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// lasting reports whether HSTS may be sent: for a public name, in a response over https. A laptop's own name or
// address may be another machine's tomorrow.
func (s *Server) lasting(f *fiber.Ctx) bool {
	u, err := url.Parse(s.PublicURL)
	if err != nil || u.Scheme != "https" || (f.Protocol() != "https" && !s.behindTLS(f)) {
		return false
	}
	name := bareHost(u.Host)
	_, notName := netip.ParseAddr(name)
	return notName != nil && strings.Contains(name, ".") && !strings.HasSuffix(name, ".local") && !loopbackName(name)
}
