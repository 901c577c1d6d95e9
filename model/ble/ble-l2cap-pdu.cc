// SPDX-License-Identifier: GPL-2.0-only

#include "ble-l2cap-pdu.h"

namespace ns3
{
namespace iomt
{
namespace l2cap
{

namespace
{

constexpr std::size_t COMMAND_HEADER_SIZE = 4; // code, identifier, length; 4

uint16_t
Read16(const uint8_t* data)
{
    return static_cast<uint16_t>(data[0] | data[1] << 8);
}

void
Write16(std::vector<uint8_t>& octets, uint16_t value)
{
    octets.push_back(static_cast<uint8_t>(value));
    octets.push_back(static_cast<uint8_t>(value >> 8));
}

/// Fields of a command after its header; none if they do not fill it.
template <typename COMMAND>
std::optional<COMMAND> ReadFields(const uint8_t* data, std::size_t size);

template <>
std::optional<CommandReject>
ReadFields(const uint8_t* data, std::size_t size)
{
    if (size < 2)
    {
        return {};
    }
    CommandReject command;
    command.reason = static_cast<RejectReason>(Read16(data));
    switch (command.reason)
    {
    case RejectReason::SIGNALLING_MTU_EXCEEDED:
        if (size != 4)
        {
            return {};
        }
        command.mtu = Read16(data + 2);
        break;
    case RejectReason::INVALID_CID:
        if (size != 6)
        {
            return {};
        }
        command.localCid = Read16(data + 2);
        command.remoteCid = Read16(data + 4);
        break;
    case RejectReason::NOT_UNDERSTOOD:
        if (size != 2)
        {
            return {};
        }
        break;
    default: // reserved: whatever data it has means nothing here
        break;
    }
    return command;
}

template <>
std::optional<DisconnectionRequest>
ReadFields(const uint8_t* data, std::size_t size)
{
    if (size != 4)
    {
        return {};
    }
    DisconnectionRequest command;
    command.destinationCid = Read16(data);
    command.sourceCid = Read16(data + 2);
    return command;
}

template <>
std::optional<DisconnectionResponse>
ReadFields(const uint8_t* data, std::size_t size)
{
    if (size != 4)
    {
        return {};
    }
    DisconnectionResponse command;
    command.destinationCid = Read16(data);
    command.sourceCid = Read16(data + 2);
    return command;
}

template <>
std::optional<ParameterUpdateRequest>
ReadFields(const uint8_t* data, std::size_t size)
{
    if (size != 8)
    {
        return {};
    }
    ParameterUpdateRequest command;
    command.intervalMin = Read16(data);
    command.intervalMax = Read16(data + 2);
    command.latency = Read16(data + 4);
    command.timeout = Read16(data + 6);
    return command;
}

template <>
std::optional<ParameterUpdateResponse>
ReadFields(const uint8_t* data, std::size_t size)
{
    if (size != 2)
    {
        return {};
    }
    ParameterUpdateResponse command;
    command.accepted = Read16(data) == 0;
    return command;
}

template <>
std::optional<CreditConnectionRequest>
ReadFields(const uint8_t* data, std::size_t size)
{
    if (size != 10)
    {
        return {};
    }
    CreditConnectionRequest command;
    command.spsm = Read16(data);
    command.sourceCid = Read16(data + 2);
    command.mtu = Read16(data + 4);
    command.mps = Read16(data + 6);
    command.credits = Read16(data + 8);
    return command;
}

template <>
std::optional<CreditConnectionResponse>
ReadFields(const uint8_t* data, std::size_t size)
{
    if (size != 10)
    {
        return {};
    }
    CreditConnectionResponse command;
    command.destinationCid = Read16(data);
    command.mtu = Read16(data + 2);
    command.mps = Read16(data + 4);
    command.credits = Read16(data + 6);
    command.result = static_cast<ConnectionResult>(Read16(data + 8));
    return command;
}

template <>
std::optional<FlowControlCredit>
ReadFields(const uint8_t* data, std::size_t size)
{
    if (size != 4)
    {
        return {};
    }
    FlowControlCredit command;
    command.cid = Read16(data);
    command.credits = Read16(data + 2);
    return command;
}

/// Tries the commands one after the other. Returns whether one of them has this code.
template <std::size_t INDEX = 0>
bool
Read(uint8_t code, const uint8_t* data, std::size_t size, std::optional<Command>& command)
{
    if constexpr (INDEX == std::variant_size_v<Command>)
    {
        return false;
    }
    else
    {
        using COMMAND = std::variant_alternative_t<INDEX, Command>;
        if (code != COMMAND::CODE)
        {
            return Read<INDEX + 1>(code, data, size, command);
        }
        if (const auto fields = ReadFields<COMMAND>(data, size))
        {
            command = *fields;
        }
        return true;
    }
}

void
WriteFields(const CommandReject& command, std::vector<uint8_t>& octets)
{
    Write16(octets, static_cast<uint16_t>(command.reason));
    if (command.reason == RejectReason::SIGNALLING_MTU_EXCEEDED)
    {
        Write16(octets, command.mtu);
    }
    else if (command.reason == RejectReason::INVALID_CID)
    {
        Write16(octets, command.localCid);
        Write16(octets, command.remoteCid);
    }
}

void
WriteFields(const DisconnectionRequest& command, std::vector<uint8_t>& octets)
{
    Write16(octets, command.destinationCid);
    Write16(octets, command.sourceCid);
}

void
WriteFields(const DisconnectionResponse& command, std::vector<uint8_t>& octets)
{
    Write16(octets, command.destinationCid);
    Write16(octets, command.sourceCid);
}

void
WriteFields(const ParameterUpdateRequest& command, std::vector<uint8_t>& octets)
{
    Write16(octets, command.intervalMin);
    Write16(octets, command.intervalMax);
    Write16(octets, command.latency);
    Write16(octets, command.timeout);
}

void
WriteFields(const ParameterUpdateResponse& command, std::vector<uint8_t>& octets)
{
    Write16(octets, command.accepted ? 0 : 1);
}

void
WriteFields(const CreditConnectionRequest& command, std::vector<uint8_t>& octets)
{
    Write16(octets, command.spsm);
    Write16(octets, command.sourceCid);
    Write16(octets, command.mtu);
    Write16(octets, command.mps);
    Write16(octets, command.credits);
}

void
WriteFields(const CreditConnectionResponse& command, std::vector<uint8_t>& octets)
{
    Write16(octets, command.destinationCid);
    Write16(octets, command.mtu);
    Write16(octets, command.mps);
    Write16(octets, command.credits);
    Write16(octets, static_cast<uint16_t>(command.result));
}

void
WriteFields(const FlowControlCredit& command, std::vector<uint8_t>& octets)
{
    Write16(octets, command.cid);
    Write16(octets, command.credits);
}

} // namespace

ParsedCommand
Parse(const uint8_t* data, std::size_t size)
{
    ParsedCommand parsed;
    if (size < COMMAND_HEADER_SIZE)
    {
        return parsed;
    }
    parsed.code = data[0];
    parsed.identifier = data[1];
    if (parsed.identifier == 0)
    {
        parsed.status = CommandStatus::ZERO_IDENTIFIER;
        return parsed;
    }
    if (size > SIGNALLING_MTU)
    {
        parsed.status = CommandStatus::OVER_SIGNALLING_MTU;
        return parsed;
    }
    const std::size_t length = Read16(data + 2);
    if (length != size - COMMAND_HEADER_SIZE)
    {
        parsed.status = CommandStatus::WRONG_LENGTH;
        return parsed;
    }
    if (!Read(parsed.code, data + COMMAND_HEADER_SIZE, length, parsed.command))
    {
        parsed.status = CommandStatus::UNKNOWN_CODE;
        return parsed;
    }
    if (!parsed.command)
    {
        parsed.status = CommandStatus::WRONG_LENGTH;
        return parsed;
    }
    std::visit([&parsed](auto& command) { command.identifier = parsed.identifier; },
               *parsed.command);
    parsed.status = CommandStatus::OK;
    return parsed;
}

std::vector<uint8_t>
Encode(const Command& command)
{
    std::vector<uint8_t> octets;
    octets.reserve(SIGNALLING_MTU);
    std::visit(
        [&octets](const auto& fields) {
            octets = {fields.CODE, fields.identifier, 0, 0};
            WriteFields(fields, octets);
        },
        command);
    octets[2] = static_cast<uint8_t>(octets.size() - COMMAND_HEADER_SIZE);
    return octets;
}

void
EncodeHeader(uint16_t length, uint16_t cid, uint8_t* header)
{
    header[0] = static_cast<uint8_t>(length);
    header[1] = static_cast<uint8_t>(length >> 8);
    header[2] = static_cast<uint8_t>(cid);
    header[3] = static_cast<uint8_t>(cid >> 8);
}

Header
ParseHeader(const uint8_t* header)
{
    return {Read16(header), Read16(header + 2)};
}

} // namespace l2cap
} // namespace iomt
} // namespace ns3
