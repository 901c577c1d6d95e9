// SPDX-License-Identifier: GPL-2.0-only

// Writes messages of every kind as JSON lines, for other implementations to read:
// {"kind": …, "hex": …, and what is needed to check it}.

#include "ns3/cose.h"
#include "ns3/ecdsa-p256.h"
#include "ns3/ecg-block.h"
#include "ns3/fhir-medication-request.h"
#include "ns3/object-sealer.h"
#include "ns3/senml.h"

#include <iostream>
#include <nlohmann/json.hpp>

using namespace ns3::iomt;
using nlohmann::json;

namespace
{

const char* const TOPIC = "ps/p1/readings";

/// What is written, both as the records are and as JSON has them.
SenmlPack
Readings()
{
    SenmlRecord first;
    first.baseName = "urn:dev:p1:";
    first.baseTime = 1276020076.001;
    first.name = "spo2";
    first.unit = "%";
    first.value = 97;
    SenmlPack pack{first};
    const double values[] =
        {0, -1, 0.5, 1e10, 1e300, 36.6, -40.1, 65504.5, 0.00001, 23.0, 24.0, -1000000.0};
    double time = 0;
    for (const double value : values)
    {
        SenmlRecord record;
        record.name = "v";
        record.time = time += 0.25;
        record.value = value;
        pack.push_back(record);
    }
    SenmlRecord text;
    text.name = "s";
    text.stringValue = "Zürich";
    SenmlRecord flag;
    flag.name = "b";
    flag.boolValue = false;
    flag.sum = 12.5;
    pack.push_back(text);
    pack.push_back(flag);
    return pack;
}

json
ToJson(const SenmlPack& pack)
{
    json records = json::array();
    const auto put = [](json& to, const char* label, const auto& field) {
        if (field)
        {
            to[label] = *field;
        }
    };
    for (const SenmlRecord& record : pack)
    {
        json object = json::object();
        put(object, "-2", record.baseName);
        put(object, "-3", record.baseTime);
        put(object, "0", record.name);
        put(object, "1", record.unit);
        put(object, "6", record.time);
        put(object, "2", record.value);
        put(object, "3", record.stringValue);
        put(object, "4", record.boolValue);
        put(object, "5", record.sum);
        if (record.dataValue)
        {
            object["8"] = ToHex(*record.dataValue);
        }
        records.push_back(object);
    }
    return records;
}

void
Print(const json& line)
{
    std::cout << line.dump() << "\n";
}

} // namespace

int
main()
{
    const SenmlPack readings = Readings();
    const Bytes pack = EncodeSenml(readings);
    Print({{"kind", "senml"}, {"hex", ToHex(pack)}, {"records", ToJson(readings)}});
    EcgBlock block;
    block.startTime = 12.5;
    block.rateHz = 360;
    block.millivolt = {0, 1.25, -0.75, 32.767};
    const SenmlPack ecg = ToSenml(block, "urn:dev:ecg-1:");
    Print({{"kind", "senml"}, {"hex", ToHex(EncodeSenml(ecg))}, {"records", ToJson(ecg)}});
    for (const std::string& suite : Registry<CipherSuite>::Get().Names())
    {
        const ObjectKey key = DeriveObjectKey(suite, ToBytes("patch-1"), ToBytes("master secret"));
        ObjectSealer sealer(key);
        for (const uint16_t format : {SENML_CBOR, JSON})
        {
            // Past 255 the Partial IV has two octets.
            for (int skip = 0; skip < 150; ++skip)
            {
                sealer.Seal({}, TOPIC);
            }
            const uint64_t sequence = sealer.NextSequence();
            const SealedObject sealed = sealer.Seal(pack, TOPIC, format);
            Print({{"kind", "sealed"},
                   {"suite", suite},
                   {"hex", ToHex(sealed.payload)},
                   {"contentFormat", sealed.contentFormat},
                   {"innerFormat", format},
                   {"key", ToHex(key.key)},
                   {"commonIv", ToHex(key.commonIv)},
                   {"kid", ToHex(key.kid)},
                   {"sequence", sequence},
                   {"topic", TOPIC},
                   {"plaintext", ToHex(pack)}});
        }
    }
    FhirMedicationRequest request;
    request.id = "rx-1";
    request.medication = "Oxygen";
    request.subject = "Patient/p1";
    const Bytes prescription = EncodeFhir(request);
    const P256Signer signer = P256Signer::FromSeed(ToBytes("doctor"));
    Print({{"kind", "sign1"},
           {"hex", ToHex(CoseSign1(signer, ToBytes("doctor"), prescription, ToBytes("rx"), true))},
           {"publicKey", ToHex(signer.PublicKey())},
           {"kid", ToHex(ToBytes("doctor"))},
           {"externalAad", ToHex(ToBytes("rx"))},
           {"payload", ToHex(prescription)}});
    return 0;
}
