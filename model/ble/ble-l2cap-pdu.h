// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_L2CAP_PDU_H
#define IOMT_BLE_L2CAP_PDU_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @file
 * @brief L2CAP as octets: basic header and the commands of the LE signalling channel.
 *
 * Core 5.4, Vol 3, Part A, 3 and 4. Multi-octet fields are little-endian. No simulator needed.
 */
namespace l2cap
{

constexpr std::size_t HEADER_SIZE = 4;     ///< length and channel identifier [B]; 3.1
constexpr std::size_t SDU_LENGTH_SIZE = 2; ///< before the first segment of an SDU [B]; 3.4.3

constexpr uint16_t CID_ATT = 0x0004;           ///< 2.1, table 2.2
constexpr uint16_t CID_SIGNALLING = 0x0005;    ///< 2.1, table 2.2
constexpr uint16_t CID_SMP = 0x0006;           ///< 2.1, table 2.2
constexpr uint16_t CID_FIRST_DYNAMIC = 0x0040; ///< 2.1, table 2.3
constexpr uint16_t CID_LAST_DYNAMIC = 0x007f;  ///< 2.1, table 2.3

constexpr uint16_t SIGNALLING_MTU = 23; ///< MTUsig on LE-U [B]; 4
constexpr uint16_t MINIMUM_MTU = 23;    ///< of a credit-based channel [B]; 4.22
constexpr uint16_t MINIMUM_MPS = 23;    ///< of a credit-based channel [B]; 4.22
constexpr uint16_t MAXIMUM_MPS = 65533; ///< of a credit-based channel [B]; 4.22

constexpr uint16_t PSM_IPSP = 0x0023; ///< Internet Protocol Support Profile (Assigned Numbers)

/// Reasons of L2CAP_COMMAND_REJECT_RSP; 4.1, table 4.4.
enum class RejectReason : uint16_t
{
    NOT_UNDERSTOOD = 0x0000,
    SIGNALLING_MTU_EXCEEDED = 0x0001,
    INVALID_CID = 0x0002,
};

/// Results of L2CAP_LE_CREDIT_BASED_CONNECTION_RSP; 4.23, table 4.17.
enum class ConnectionResult : uint16_t
{
    SUCCESSFUL = 0x0000,
    SPSM_NOT_SUPPORTED = 0x0002,
    NO_RESOURCES = 0x0004,
    INSUFFICIENT_AUTHENTICATION = 0x0005,
    INSUFFICIENT_AUTHORISATION = 0x0006,
    KEY_TOO_SHORT = 0x0007,
    INSUFFICIENT_ENCRYPTION = 0x0008,
    INVALID_SOURCE_CID = 0x0009,
    SOURCE_CID_ALLOCATED = 0x000a,
    UNACCEPTABLE_PARAMETERS = 0x000b,
};

/// L2CAP_COMMAND_REJECT_RSP; 4.1.
struct CommandReject
{
    static constexpr uint8_t CODE = 0x01;
    uint8_t identifier{0};
    RejectReason reason{RejectReason::NOT_UNDERSTOOD};
    uint16_t mtu{0};       //!< MTUsig, with SIGNALLING_MTU_EXCEEDED
    uint16_t localCid{0};  //!< with INVALID_CID
    uint16_t remoteCid{0}; //!< with INVALID_CID
};

/// L2CAP_DISCONNECTION_REQ; 4.6.
struct DisconnectionRequest
{
    static constexpr uint8_t CODE = 0x06;
    uint8_t identifier{0};
    uint16_t destinationCid{0}; //!< of the receiver of the request
    uint16_t sourceCid{0};      //!< of its sender
};

/// L2CAP_DISCONNECTION_RSP; 4.7. Both identifiers are as in the request.
struct DisconnectionResponse
{
    static constexpr uint8_t CODE = 0x07;
    uint8_t identifier{0};
    uint16_t destinationCid{0};
    uint16_t sourceCid{0};
};

/// L2CAP_CONNECTION_PARAMETER_UPDATE_REQ; 4.20.
struct ParameterUpdateRequest
{
    static constexpr uint8_t CODE = 0x12;
    uint8_t identifier{0};
    uint16_t intervalMin{0}; //!< [1.25 ms]
    uint16_t intervalMax{0}; //!< [1.25 ms]
    uint16_t latency{0};     //!< [events]
    uint16_t timeout{0};     //!< [10 ms]
};

/// L2CAP_CONNECTION_PARAMETER_UPDATE_RSP; 4.21.
struct ParameterUpdateResponse
{
    static constexpr uint8_t CODE = 0x13;
    uint8_t identifier{0};
    bool accepted{false};
};

/// L2CAP_LE_CREDIT_BASED_CONNECTION_REQ; 4.22.
struct CreditConnectionRequest
{
    static constexpr uint8_t CODE = 0x14;
    uint8_t identifier{0};
    uint16_t spsm{0};
    uint16_t sourceCid{0};
    uint16_t mtu{0}; //!< largest SDU the sender takes [B]
    uint16_t mps{0}; //!< largest K-frame payload the sender takes [B]
    uint16_t credits{0};
};

/// L2CAP_LE_CREDIT_BASED_CONNECTION_RSP; 4.23.
struct CreditConnectionResponse
{
    static constexpr uint8_t CODE = 0x15;
    uint8_t identifier{0};
    uint16_t destinationCid{0}; //!< of the sender of the response
    uint16_t mtu{0};
    uint16_t mps{0};
    uint16_t credits{0};
    ConnectionResult result{ConnectionResult::SUCCESSFUL};
};

/// L2CAP_FLOW_CONTROL_CREDIT_IND; 4.24.
struct FlowControlCredit
{
    static constexpr uint8_t CODE = 0x16;
    uint8_t identifier{0};
    uint16_t cid{0}; //!< source channel identifier of the sender
    uint16_t credits{0};
};

using Command = std::variant<CommandReject,
                             DisconnectionRequest,
                             DisconnectionResponse,
                             ParameterUpdateRequest,
                             ParameterUpdateResponse,
                             CreditConnectionRequest,
                             CreditConnectionResponse,
                             FlowControlCredit>;

/// What became of the information payload of a signalling C-frame.
enum class CommandStatus : uint8_t
{
    OK,
    TOO_SHORT,           ///< no room for code, identifier and length: nothing to answer
    ZERO_IDENTIFIER,     ///< 4: an illegal identifier
    OVER_SIGNALLING_MTU, ///< longer than MTUsig
    WRONG_LENGTH,        ///< the length field and the octets, or the command's fields, disagree
    UNKNOWN_CODE,        ///< no command of LE-U that is known here
};

/// The outcome of Parse().
struct ParsedCommand
{
    CommandStatus status{CommandStatus::TOO_SHORT};
    uint8_t code{0};                //!< unless TOO_SHORT
    uint8_t identifier{0};          //!< unless TOO_SHORT
    std::optional<Command> command; //!< if OK
};

/**
 * @brief Read the one command a signalling C-frame on LE-U carries (4: exactly one).
 * @param data information payload, after the basic header
 * @param size octets of it
 * @return the command, or why there is none; never throws
 */
ParsedCommand Parse(const uint8_t* data, std::size_t size);

/**
 * @brief Write a command.
 * @param command which
 * @return the information payload of a signalling C-frame
 */
std::vector<uint8_t> Encode(const Command& command);

/**
 * @brief Write a basic header (3.1).
 * @param length of the information payload [B]
 * @param cid channel identifier
 * @param header HEADER_SIZE octets to write to
 */
void EncodeHeader(uint16_t length, uint16_t cid, uint8_t* header);

/// A basic header (3.1).
struct Header
{
    uint16_t length{0};
    uint16_t cid{0};
};

/// @param header HEADER_SIZE octets @return what they say
Header ParseHeader(const uint8_t* header);

} // namespace l2cap
} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_L2CAP_PDU_H
