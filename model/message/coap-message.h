// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_MESSAGE_H
#define IOMT_COAP_MESSAGE_H

#include "ns3/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/// RFC 7252, 3: the T field.
enum class CoapType : uint8_t
{
    CON = 0, //!< Confirmable
    NON = 1, //!< Non-confirmable
    ACK = 2, //!< Acknowledgement
    RST = 3  //!< Reset
};

/// RFC 7252, 12.1: class in the upper 3 bits, detail in the lower 5. Any other value may arrive.
namespace CoapCode
{
constexpr uint8_t EMPTY = 0x00;
constexpr uint8_t GET = 0x01;
constexpr uint8_t POST = 0x02;
constexpr uint8_t PUT = 0x03;
constexpr uint8_t DELETE_ = 0x04; // DELETE is a macro on some systems
constexpr uint8_t CREATED = 0x41;
constexpr uint8_t DELETED = 0x42;
constexpr uint8_t VALID = 0x43;
constexpr uint8_t CHANGED = 0x44;
constexpr uint8_t CONTENT = 0x45;
constexpr uint8_t BAD_REQUEST = 0x80;
constexpr uint8_t UNAUTHORIZED = 0x81;
constexpr uint8_t BAD_OPTION = 0x82;
constexpr uint8_t FORBIDDEN = 0x83;
constexpr uint8_t NOT_FOUND = 0x84;
constexpr uint8_t METHOD_NOT_ALLOWED = 0x85;
constexpr uint8_t NOT_ACCEPTABLE = 0x86;
constexpr uint8_t UNSUPPORTED_CONTENT_FORMAT = 0x8f;
constexpr uint8_t INTERNAL_SERVER_ERROR = 0xa0;
constexpr uint8_t SERVICE_UNAVAILABLE = 0xa3;
constexpr uint8_t PROXYING_NOT_SUPPORTED = 0xa5;

/// @param code any @return its class: 0 request or empty, 2 success, 4 and 5 errors
constexpr uint8_t
Class(uint8_t code)
{
    return code >> 5;
}
} // namespace CoapCode

/// @param code any @return as the RFC writes it: "2.05"
std::string CoapCodeToString(uint8_t code);

/// RFC 7252, 5.10, and RFC 7641, 2. Odd numbers are critical.
namespace CoapOptionNumber
{
constexpr uint16_t URI_HOST = 3;
constexpr uint16_t ETAG = 4;
constexpr uint16_t OBSERVE = 6;
constexpr uint16_t URI_PORT = 7;
constexpr uint16_t LOCATION_PATH = 8;
constexpr uint16_t URI_PATH = 11;
constexpr uint16_t CONTENT_FORMAT = 12;
constexpr uint16_t MAX_AGE = 14;
constexpr uint16_t URI_QUERY = 15;
constexpr uint16_t ACCEPT = 17;
constexpr uint16_t LOCATION_QUERY = 20;
constexpr uint16_t PROXY_URI = 35;
constexpr uint16_t PROXY_SCHEME = 39;
constexpr uint16_t SIZE1 = 60;
constexpr uint16_t NO_RESPONSE = 258; // RFC 7967
} // namespace CoapOptionNumber

/// One option instance.
struct CoapOption
{
    uint16_t number{0}; //!< of CoapOptionNumber, or any other
    Bytes value;        //!< opaque, uint or string, as the number says

    bool operator==(const CoapOption& other) const
    {
        return number == other.number && value == other.value;
    }
};

/**
 * @brief A CoAP message (RFC 7252, 3).
 *
 *     |Ver| T |  TKL  |      Code     |          Message ID           |
 *     |   Token (if any, TKL bytes) ...
 *     |   Options (if any) ...
 *     |1 1 1 1 1 1 1 1|    Payload (if any) ...
 */
struct CoapMessage
{
    CoapType type{CoapType::CON};
    uint8_t code{CoapCode::EMPTY};
    uint16_t messageId{0};
    Bytes token;                     //!< at most 8 octets
    std::vector<CoapOption> options; //!< in any order; instances of one number keep theirs
    Bytes payload;

    bool IsRequest() const;  //!< 0.01 to 0.31
    bool IsResponse() const; //!< 2.00 to 5.31
    bool IsEmpty() const;    //!< 0.00

    /// @param number of the option @param value unsigned, written without leading zeros
    void AddUint(uint16_t number, uint64_t value);
    /// @param number of the option @return its first instance as number; nothing if absent or
    /// longer
    ///         than 4 octets
    std::optional<uint32_t> GetUint(uint16_t number) const;
    /// @param number of the option @param text string
    void AddString(uint16_t number, const std::string& text);
    /// @param number of the option @return all instances in order
    std::vector<std::string> GetStrings(uint16_t number) const;

    /// @param path segments parted by "/", as "ps/p1/ecg"; a leading "/" is ignored
    void SetPath(const std::string& path);
    /// @return Uri-Path segments joined by "/", without a leading one
    std::string Path() const;
};

/// How a datagram read.
enum class CoapParseStatus
{
    OK,          //!< a message
    IGNORED,     //!< too short or another version: to be silently ignored (RFC 7252, 3)
    FORMAT_ERROR //!< header readable, the rest not: a CON is to be rejected (RFC 7252, 4.2)
};

/// A datagram taken apart.
struct CoapParse
{
    CoapParseStatus status{CoapParseStatus::IGNORED};
    CoapMessage message; //!< only type, code and messageId after a FORMAT_ERROR
    std::string error;   //!< what is wrong, at which octet
};

/**
 * @param message to write; the token is at most 8 octets
 * @return the datagram
 * @throws std::invalid_argument if the token or an option is too long
 */
Bytes EncodeCoap(const CoapMessage& message);

/// @param datagram any octets @return the message or why it is none
CoapParse DecodeCoap(const Bytes& datagram);

} // namespace ns3::iomt

#endif // IOMT_COAP_MESSAGE_H
