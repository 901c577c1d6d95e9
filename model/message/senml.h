// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SENML_H
#define IOMT_SENML_H

#include "ns3/bytes.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief One SenML record (RFC 8428, 4.1 and 4.2); the number is the CBOR label (6, table 4).
 *
 * A record holds at most one of value, stringValue, boolValue and dataValue.
 */
struct SenmlRecord
{
    std::optional<std::string> baseName; //!< bn (-2), prepended to every name that follows
    std::optional<double> baseTime;      //!< bt (-3) [s], added to every time that follows
    std::optional<std::string> baseUnit; //!< bu (-4)
    std::optional<double> baseValue;     //!< bv (-5)
    std::optional<double> baseSum;       //!< bs (-6)
    std::optional<int64_t> baseVersion;  //!< bver (-1), 10 if absent
    std::optional<std::string> name;     //!< n (0)
    std::optional<std::string> unit;     //!< u (1), of the SenML Units registry: "Cel", "/min", "%"
    std::optional<double> value;         //!< v (2)
    std::optional<std::string> stringValue; //!< vs (3)
    std::optional<bool> boolValue;          //!< vb (4)
    std::optional<Bytes> dataValue;         //!< vd (8)
    std::optional<double> sum;              //!< s (5)
    std::optional<double> time;             //!< t (6) [s]
    std::optional<double> updateTime;       //!< ut (7) [s]

    bool operator==(const SenmlRecord& other) const;
};

/// What one message carries.
using SenmlPack = std::vector<SenmlRecord>;

/**
 * @param pack records
 * @return application/senml+cbor; numbers in the shortest form that keeps their value
 */
Bytes EncodeSenml(const SenmlPack& pack);

/**
 * @brief Read application/senml+cbor as it came from the network.
 *
 * Unknown labels are skipped unless their name ends in "_" (RFC 8428, 4.4: must be understood).
 *
 * @param bytes any octets
 * @param error if given, what is wrong and at which octet
 * @return the records; nothing if they break RFC 8428 or CBOR
 */
std::optional<SenmlPack> DecodeSenml(const Bytes& bytes, std::string* error = nullptr);

/**
 * @brief Apply and remove base fields (RFC 8428, 4.6).
 * @param pack records as decoded
 * @param now what times below 2^28 are relative to [s]
 * @return records with full name, absolute time and one value each
 */
SenmlPack ResolveSenml(const SenmlPack& pack, double now = 0);

} // namespace ns3::iomt

#endif // IOMT_SENML_H
