/*
 * The least that forwarding one publisher to many can cost on this machine: receive, open, rewrite, seal, send, and
 * nothing else. No lookup, no replay window, no ring, no pacing, no statistics, no RTCP, no second publisher.
 *
 * It stands where a node would: the same publisher sends to it, the same subscribers receive from it and verify every
 * byte. AEAD_AES_128_GCM only (RFC 7714).
 *
 * Standard input, one line each (keys are SRTP session keys, in hexadecimal):
 *     bind ADDRESS
 *     segmentation on|off
 *     publisher KEY SALT
 *     subscriber ADDRESS PORT KEY SALT VIDEO_SSRC AUDIO_SSRC
 *     start
 * It answers "ready PORT" and ends when its standard input does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <intel-ipsec-mb.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum {
    BATCH = 32,          /* datagrams that one recvmmsg takes */
    DATAGRAM = 1536,     /* room for one */
    TAG = 16,            /* of AES-GCM (RFC 7714 §14.2) */
    SALT = 12,
    FIXED_HEADER = 12,   /* RFC 3550 §5.1 */
    OPUS = 111,          /* the synthetic publisher's payload type of sound */
    SOURCES = 2,         /* video, audio */
    SEND_AT_ONCE = 512,  /* messages for one sendmmsg; Linux takes up to 1024 */
    SOCKET_BUFFER = 4 << 20
};

struct key {
    struct gcm_key_data gcm __attribute__((aligned(64)));
    uint8_t salt[SALT];
};

struct subscriber {
    struct key key;
    struct sockaddr_in address;
    uint32_t ssrc[SOURCES];
    uint64_t offset[SOURCES]; /* added to the publisher's packet index */
};

struct packet {
    uint8_t bytes[DATAGRAM] __attribute__((aligned(64)));
    int length;      /* plain */
    int header;      /* with CSRCs and extensions */
    int source;
    uint64_t index;  /* rollover counter and sequence number (RFC 3711 §3.3.1) */
};

static IMB_MGR *mb;
static struct gcm_context_data gcm_context;
static struct key publisher;
static struct subscriber *subscribers;
static int subscriber_count;
static int has_segmentation = 1;
static uint64_t highest[SOURCES];

static struct packet packets[BATCH];
static uint8_t received[BATCH][DATAGRAM] __attribute__((aligned(64)));
static struct mmsghdr incoming[BATCH];
static struct iovec incoming_vectors[BATCH];

static uint8_t *sealed;
static struct mmsghdr *outgoing;
static struct iovec *outgoing_vectors;
static char (*outgoing_control)[CMSG_SPACE(sizeof(uint16_t))];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void read_hex(const char *text, uint8_t *out, int bytes) {
    for (int i = 0; i < bytes; i++) {
        unsigned value;
        if (sscanf(text + 2 * i, "%2x", &value) != 1) {
            fprintf(stderr, "not hexadecimal: %s\n", text);
            exit(1);
        }
        out[i] = (uint8_t) value;
    }
}

static void read_key(const char *key_text, const char *salt_text, struct key *key) {
    uint8_t bytes[16];
    read_hex(key_text, bytes, sizeof bytes);
    read_hex(salt_text, key->salt, SALT);
    IMB_AES128_GCM_PRE(mb, bytes, &key->gcm);
}

static void put16(uint8_t *at, uint16_t value) {
    value = htons(value);
    memcpy(at, &value, sizeof value);
}

static void put32(uint8_t *at, uint32_t value) {
    value = htonl(value);
    memcpy(at, &value, sizeof value);
}

static uint16_t get16(const uint8_t *at) {
    uint16_t value;
    memcpy(&value, at, sizeof value);
    return ntohs(value);
}

/* RFC 7714 §8.1: two zero bytes, SSRC, rollover counter, sequence number, all of it XOR the salt. */
static void make_iv(uint8_t *iv, const uint8_t *salt, const uint8_t *ssrc, uint64_t index) {
    put16(iv, 0);
    memcpy(iv + 2, ssrc, 4);
    put32(iv + 6, (uint32_t) (index >> 16));
    put16(iv + 10, (uint16_t) index);
    for (int i = 0; i < SALT; i++) {
        iv[i] ^= salt[i];
    }
}

static int is_equal(const uint8_t *one, const uint8_t *other, int bytes) {
    uint8_t difference = 0;
    for (int i = 0; i < bytes; i++) {
        difference |= one[i] ^ other[i];
    }
    return difference == 0;
}

/* Length of header, CSRCs and extensions; negative: malformed. */
static int header_length(const uint8_t *packet, int length) {
    if (length < FIXED_HEADER + TAG || packet[0] >> 6 != 2) {
        return -1;
    }
    int header = FIXED_HEADER + 4 * (packet[0] & 15);
    if (packet[0] & 0x10) {
        if (header + 4 > length) {
            return -1;
        }
        header += 4 + 4 * get16(packet + header + 2);
    }
    return header + TAG <= length ? header : -1;
}

/* RFC 3711 appendix A: the index nearest to the highest so far. */
static uint64_t index_of(int source, uint16_t seq) {
    int16_t step = (int16_t) (seq - (uint16_t) highest[source]);
    uint64_t index = highest[source] == 0 ? seq : highest[source] + step;
    if (index > highest[source]) {
        highest[source] = index;
    }
    return index;
}

static int open_packet(const uint8_t *in, int length, struct packet *out) {
    out->header = header_length(in, length);
    int type = in[1] & 0x7f;
    if (out->header < 0 || (type >= 64 && type <= 95)) {
        return 0; /* RTCP (RFC 5761 §4), or nothing of ours */
    }
    out->source = type == OPUS;
    out->index = index_of(out->source, get16(in + 2));
    out->length = length - TAG;
    uint8_t iv[SALT], tag[TAG];
    make_iv(iv, publisher.salt, in + 8, out->index);
    memcpy(out->bytes, in, out->header);
    IMB_AES128_GCM_DEC(mb, &publisher.gcm, &gcm_context, out->bytes + out->header, in + out->header,
                       out->length - out->header, iv, in, out->header, tag, TAG);
    return is_equal(tag, in + out->length, TAG);
}

/* Rewrites the header for a subscriber and seals; returns the bytes written. */
static int seal_packet(const struct packet *in, const struct subscriber *to, uint8_t *out) {
    uint64_t index = in->index + to->offset[in->source];
    memcpy(out, in->bytes, in->header);
    put16(out + 2, (uint16_t) index);
    put32(out + 8, to->ssrc[in->source]);
    uint8_t iv[SALT];
    make_iv(iv, to->key.salt, out + 8, index);
    IMB_AES128_GCM_ENC(mb, &to->key.gcm, &gcm_context, out + in->header, in->bytes + in->header,
                       in->length - in->header, iv, out, in->header, out + in->length, TAG);
    return in->length + TAG;
}

/* One message of what stands together: bytes in segments of one size, of which the last may be shorter. */
static void add_message(int at, struct subscriber *to, uint8_t *bytes, int length, int segment) {
    outgoing_vectors[at] = (struct iovec) {.iov_base = bytes, .iov_len = length};
    struct msghdr *header = &outgoing[at].msg_hdr;
    *header = (struct msghdr) {.msg_name = &to->address, .msg_namelen = sizeof to->address,
                               .msg_iov = &outgoing_vectors[at], .msg_iovlen = 1};
    if (length > segment) {
        header->msg_control = outgoing_control[at];
        header->msg_controllen = sizeof outgoing_control[at];
        struct cmsghdr *control = CMSG_FIRSTHDR(header);
        control->cmsg_level = SOL_UDP;
        control->cmsg_type = UDP_SEGMENT;
        control->cmsg_len = CMSG_LEN(sizeof(uint16_t));
        uint16_t size = segment;
        memcpy(CMSG_DATA(control), &size, sizeof size);
    }
}

static void send_all(int fd, int count) {
    for (int sent = 0; sent < count;) {
        int now = count - sent < SEND_AT_ONCE ? count - sent : SEND_AT_ONCE;
        int taken = sendmmsg(fd, outgoing + sent, now, 0);
        if (taken < 0 && errno != EINTR && errno != ECONNREFUSED) {
            fail("sendmmsg");
        }
        sent += taken > 0 ? taken : 0;
    }
}

static void forward(int fd, int count) {
    int messages = 0;
    uint8_t *out = sealed;
    for (int s = 0; s < subscriber_count; s++) {
        uint8_t *run = out;
        int segment = 0;
        int last = 0;
        for (int i = 0; i < count; i++) {
            int length = seal_packet(&packets[i], &subscribers[s], out);
            int joins = has_segmentation && segment > 0 && last == segment && length <= segment;
            if (segment > 0 && !joins) {
                add_message(messages++, &subscribers[s], run, out - run, segment);
                segment = 0;
            }
            if (segment == 0) {
                run = out;
                segment = length;
            }
            last = length;
            out += length;
        }
        if (segment > 0) {
            add_message(messages++, &subscribers[s], run, out - run, segment);
        }
    }
    send_all(fd, messages);
}

static void serve(int fd) {
    struct pollfd waiting[2] = {{.fd = fd, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
    for (int i = 0; i < BATCH; i++) {
        incoming_vectors[i] = (struct iovec) {.iov_base = received[i], .iov_len = DATAGRAM};
        incoming[i].msg_hdr = (struct msghdr) {.msg_iov = &incoming_vectors[i], .msg_iovlen = 1};
    }
    for (;;) {
        if (poll(waiting, 2, -1) < 0 && errno != EINTR) {
            fail("poll");
        }
        if (waiting[1].revents) {
            return;
        }
        int count;
        while ((count = recvmmsg(fd, incoming, BATCH, MSG_DONTWAIT, NULL)) > 0) {
            int opened = 0;
            for (int i = 0; i < count; i++) {
                opened += open_packet(received[i], (int) incoming[i].msg_len, &packets[opened]);
            }
            if (opened > 0) {
                forward(fd, opened);
            }
        }
    }
}

static int open_socket(const char *address) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    int bytes = SOCKET_BUFFER;
    struct sockaddr_in local = {.sin_family = AF_INET};
    if (fd < 0 || inet_pton(AF_INET, address, &local.sin_addr) != 1
        || bind(fd, (struct sockaddr *) &local, sizeof local) < 0) {
        fail("bind");
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    return fd;
}

static void add_subscriber(const char *address, int port, const char *key, const char *salt, uint32_t video,
                           uint32_t audio) {
    /* Not realloc: the keys must stay aligned. */
    size_t bytes = (subscriber_count + 1) * sizeof *subscribers;
    struct subscriber *more = aligned_alloc(64, (bytes + 63) / 64 * 64);
    if (more == NULL) {
        fail("memory");
    }
    if (subscriber_count > 0) {
        memcpy(more, subscribers, subscriber_count * sizeof *subscribers);
        free(subscribers);
    }
    subscribers = more;
    struct subscriber *added = &subscribers[subscriber_count++];
    memset(added, 0, sizeof *added);
    read_key(key, salt, &added->key);
    added->address = (struct sockaddr_in) {.sin_family = AF_INET, .sin_port = htons((uint16_t) port)};
    inet_pton(AF_INET, address, &added->address.sin_addr);
    added->ssrc[0] = video;
    added->ssrc[1] = audio;
    added->offset[0] = added->offset[1] = subscriber_count * 7;
}

/* Whole lines by read(2), so that nothing of what comes later is hidden from poll by a buffer of stdio. */
static int read_line(char *line, int size) {
    int at = 0;
    while (at < size - 1 && read(STDIN_FILENO, line + at, 1) == 1 && line[at] != '\n') {
        at++;
    }
    line[at] = 0;
    return at;
}

int main(void) {
    char line[512], local_address[64] = "127.0.0.1", address[64], key[64], salt[64], word[16];
    int port;
    unsigned video, audio;
    mb = alloc_mb_mgr(0);
    IMB_ARCH arch;
    if (mb == NULL) {
        fail("ipsec-mb");
    }
    init_mb_mgr_auto(mb, &arch);
    while (read_line(line, sizeof line) > 0 && strcmp(line, "start") != 0) {
        if (sscanf(line, "publisher %63s %63s", key, salt) == 2) {
            read_key(key, salt, &publisher);
        } else if (sscanf(line, "subscriber %63s %d %63s %63s %u %u", address, &port, key, salt, &video, &audio) == 6) {
            add_subscriber(address, port, key, salt, video, audio);
        } else if (sscanf(line, "segmentation %15s", word) == 1) {
            has_segmentation = strcmp(word, "on") == 0;
        } else if (sscanf(line, "bind %63s", local_address) != 1) {
            fprintf(stderr, "not understood: %s\n", line);
            return 1;
        }
    }
    int messages = subscriber_count * BATCH;
    sealed = aligned_alloc(4096, (size_t) messages * DATAGRAM);
    outgoing = calloc(messages, sizeof *outgoing);
    outgoing_vectors = calloc(messages, sizeof *outgoing_vectors);
    outgoing_control = calloc(messages, sizeof *outgoing_control);
    if (sealed == NULL || outgoing == NULL || outgoing_vectors == NULL || outgoing_control == NULL) {
        fail("memory");
    }
    int fd = open_socket(local_address);
    struct sockaddr_in local;
    socklen_t size = sizeof local;
    getsockname(fd, (struct sockaddr *) &local, &size);
    printf("ready %d\n", ntohs(local.sin_port));
    fflush(stdout);
    serve(fd);
    return 0;
}
