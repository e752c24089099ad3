package app

import "tripol/internal/web"

// OpenAPI returns the OpenAPI 3.1 document that a server answers at /openapi.json. It needs no database and no
// settings.
func OpenAPI() ([]byte, error) { return web.Document() }
