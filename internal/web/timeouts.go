package web

import (
	"time"

	"github.com/valyala/fasthttp"
)

const (
	// slowestUpload is the minimum upload rate for files, in bytes per second: that of a very slow mobile connection.
	slowestUpload = 32 << 10
	// fileTime is the time limit for processing a file after its upload.
	fileTime = 2 * time.Minute
)

// takesFile reports whether this route accepts a file.
func (r Route) takesFile() bool { return r.Takes != "" }

// time returns the time limit for processing a request of this route.
func (r Route) time() time.Duration {
	if r.takesFile() {
		return fileTime
	}
	return requestTime
}

// uploadTimeouts extends the read timeout of a file upload by its length. Every other request has readTimeout for
// header and body, including one without Content-Length, over the size limit or without a session cookie, so that
// only signed-in clients can hold a connection open for long.
func uploadTimeouts(routes []Route) func(*fasthttp.RequestHeader) fasthttp.RequestConfig {
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
