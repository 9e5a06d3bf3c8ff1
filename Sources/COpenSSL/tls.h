#pragma once
#include <openssl/ec.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

/* Macros of ssl.h that Swift cannot import, one function each. */

static inline void copenssl_ctx_set_mode(SSL_CTX *context, long mode) {
  SSL_CTX_set_mode(context, mode);
}

static inline int copenssl_ctx_set_min_version(SSL_CTX *context, int version) {
  return (int)SSL_CTX_set_min_proto_version(context, version);
}

static inline void copenssl_ctx_no_renegotiation(SSL_CTX *context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
}

static inline void copenssl_ctx_cleanse_plaintext(SSL_CTX *context) {
  SSL_CTX_set_options(context, SSL_OP_CLEANSE_PLAINTEXT);
}

static inline void copenssl_ctx_no_sessions(SSL_CTX *context) {
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context, 0);
}

static inline int copenssl_set_server_name(SSL *ssl, const char *name) {
  return (int)SSL_set_tlsext_host_name(ssl, name);
}

/* Borrowed from the connection; NULL where the peer has shown none. */
static inline X509 *copenssl_peer_certificate(SSL *ssl) { return SSL_get0_peer_certificate(ssl); }

static inline long copenssl_memory(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

static inline void copenssl_free(void *memory) { OPENSSL_free(memory); }

/* A distinguished name as RFC 4514 has it, in UTF-8; control characters are escaped. */
static inline int copenssl_print_name(BIO *bio, const X509_NAME *name) {
  return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

/* A new key on P-256; NULL where OpenSSL cannot. */
static inline EVP_PKEY *copenssl_new_key(void) { return EVP_EC_gen("P-256"); }

static inline int copenssl_add_extension(X509 *certificate, int kind, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
  if (!extension) return 0;
  int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  return added;
}

/* Makes an empty certificate one of `key` for a server, which signs it itself. 1 for success. */
static inline int copenssl_fill_certificate(X509 *certificate, EVP_PKEY *key, const char *name,
                                            const char *names, long seconds) {
  unsigned char serial[16];
  BIGNUM *number;
  X509_NAME *subject = X509_get_subject_name(certificate);
  if (RAND_bytes(serial, sizeof serial) != 1) return 0;
  serial[0] &= 0x7F;
  number = BN_bin2bn(serial, sizeof serial, NULL);
  if (!number) return 0;
  int done = BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
  BN_free(number);
  return done && X509_set_version(certificate, 2) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), 0) &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), seconds) &&
         X509_set_pubkey(certificate, key) == 1 &&
         X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1,
                                    -1, 0) == 1 &&
         X509_set_issuer_name(certificate, subject) == 1 &&
         copenssl_add_extension(certificate, NID_subject_alt_name, names) &&
         copenssl_add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         copenssl_add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
         copenssl_add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
         X509_sign(certificate, key, EVP_sha256()) > 0;
}

/* What an extension says, as OpenSSL has it in words. */
static inline int copenssl_write_extension(BIO *bio, X509_EXTENSION *extension) {
  return X509V3_EXT_print(bio, extension, 0, 0);
}
