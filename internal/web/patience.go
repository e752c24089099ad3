package web

import (
	"time"

	"github.com/valyala/fasthttp"
)

const (
	// slowestUpload is the rate, in bytes a second, below which a file is not waited for: a telephone's worst line.
	slowestUpload = 32 << 10
	// fileTime is how long the work on a file may take once it has come.
	fileTime = 2 * time.Minute
)

// takesFile says whether a request of this route brings a file.
func (r Route) takesFile() bool { return r.Takes != "" }

// time is how long the work of this route may take.
func (r Route) time() time.Duration {
	if r.takesFile() {
		return fileTime
	}
	return requestTime
}

// patience gives a file the time to come that its length needs. Everything else has readTimeout, head and body: so has
// a request that does not say how long it is, is too long anyway, or carries no session's cookie. Whoever holds a line
// open as long as that has said so by name.
func patience(routes []Route) func(*fasthttp.RequestHeader) fasthttp.RequestConfig {
	files := map[string]bool{}
	for _, r := range routes {
		if r.takesFile() {
			files[r.Method+" "+r.Path] = true
		}
	}
	return func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		path, length := fasthttp.AcquireURI(), h.ContentLength()
		defer fasthttp.ReleaseURI(path)
		if path.Parse(nil, h.RequestURI()) != nil || !files[string(h.Method())+" "+string(path.Path())] ||
			length <= 0 || length > bodyLimit || len(h.Cookie(sessionCookie)) == 0 {
			return fasthttp.RequestConfig{}
		}
		return fasthttp.RequestConfig{ReadTimeout: readTimeout + time.Duration(length/slowestUpload)*time.Second}
	}
}
