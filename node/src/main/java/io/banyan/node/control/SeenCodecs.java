package io.banyan.node.control;

import io.banyan.protocol.rtp.CodecId;
import io.banyan.protocol.signal.v1.TrackCodec;
import io.banyan.protocol.signal.v1.TrackEncoding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The codecs and encodings that a track has arrived in. An encoding that pauses is not forgotten. Owned by one actor. */
final class SeenCodecs {
    /** Simulcast's order is lowest first (BROWSERS: q;h;f); a name that is none of them comes behind, by name. */
    private static final String LOWEST_FIRST = "qhf";

    private static final Comparator<String> BY_SIZE = Comparator.<String>comparingInt(rid -> {
                int place = rid.length() == 1 ? LOWEST_FIRST.indexOf(rid.charAt(0)) : -1;
                return place < 0 ? LOWEST_FIRST.length() : place;
            })
            .thenComparing(Comparator.naturalOrder());

    private final Map<String, SortedSet<String>> ridsByCodec = new LinkedHashMap<>();

    /** What the roster says has arrived. */
    static SeenCodecs of(List<TrackCodec> codecs) {
        SeenCodecs seen = new SeenCodecs();
        for (TrackCodec codec : codecs) {
            codec.getEncodingsList()
                    .forEach(encoding -> seen.rids(codec.getName()).add(encoding.getRid()));
        }
        return seen;
    }

    /** Whether this is new. */
    boolean add(CodecId codec, String rid) {
        return rids(codec.sdpName()).add(rid);
    }

    private SortedSet<String> rids(String codec) {
        return ridsByCodec.computeIfAbsent(codec, name -> new TreeSet<>(BY_SIZE));
    }

    List<TrackCodec> toProto() {
        List<TrackCodec> codecs = new ArrayList<>();
        ridsByCodec.forEach((name, rids) -> {
            TrackCodec.Builder codec = TrackCodec.newBuilder().setName(name);
            rids.forEach(rid -> codec.addEncodings(TrackEncoding.newBuilder().setRid(rid)));
            codecs.add(codec.build());
        });
        return codecs;
    }
}
