// SPDX-License-Identifier: GPL-2.0-only

#include "ble-constants.h"

namespace ns3
{
namespace iomt
{

namespace
{

const char*
NameOf(BleError error)
{
    switch (error)
    {
    case BleError::SUCCESS:
        return "success";
    case BleError::UNKNOWN_CONNECTION_IDENTIFIER:
        return "unknown connection identifier";
    case BleError::AUTHENTICATION_FAILURE:
        return "authentication failure";
    case BleError::PIN_OR_KEY_MISSING:
        return "PIN or key missing";
    case BleError::MEMORY_CAPACITY_EXCEEDED:
        return "memory capacity exceeded";
    case BleError::CONNECTION_TIMEOUT:
        return "connection timeout";
    case BleError::CONNECTION_LIMIT_EXCEEDED:
        return "connection limit exceeded";
    case BleError::CONNECTION_ALREADY_EXISTS:
        return "connection already exists";
    case BleError::COMMAND_DISALLOWED:
        return "command disallowed";
    case BleError::LIMITED_RESOURCES:
        return "connection rejected due to limited resources";
    case BleError::UNSUPPORTED_FEATURE:
        return "unsupported feature or parameter value";
    case BleError::INVALID_PARAMETERS:
        return "invalid HCI command parameters";
    case BleError::REMOTE_USER_TERMINATED:
        return "remote user terminated connection";
    case BleError::REMOTE_LOW_RESOURCES:
        return "remote device terminated connection due to low resources";
    case BleError::REMOTE_POWER_OFF:
        return "remote device terminated connection due to power off";
    case BleError::LOCAL_HOST_TERMINATED:
        return "connection terminated by local host";
    case BleError::PAIRING_NOT_ALLOWED:
        return "pairing not allowed";
    case BleError::UNSUPPORTED_REMOTE_FEATURE:
        return "unsupported remote feature";
    case BleError::INVALID_LL_PARAMETERS:
        return "invalid LL parameters";
    case BleError::UNSPECIFIED_ERROR:
        return "unspecified error";
    case BleError::UNSUPPORTED_LL_PARAMETER_VALUE:
        return "unsupported LL parameter value";
    case BleError::LL_RESPONSE_TIMEOUT:
        return "LL response timeout";
    case BleError::LL_PROCEDURE_COLLISION:
        return "LL procedure collision";
    case BleError::ENCRYPTION_MODE_NOT_ACCEPTABLE:
        return "encryption mode not acceptable";
    case BleError::INSTANT_PASSED:
        return "instant passed";
    case BleError::PAIRING_WITH_UNIT_KEY_NOT_SUPPORTED:
        return "pairing with unit key not supported";
    case BleError::DIFFERENT_TRANSACTION_COLLISION:
        return "different transaction collision";
    case BleError::INSUFFICIENT_SECURITY:
        return "insufficient security";
    case BleError::PARAMETER_OUT_OF_RANGE:
        return "parameter out of mandatory range";
    case BleError::CONTROLLER_BUSY:
        return "controller busy";
    case BleError::UNACCEPTABLE_CONNECTION_PARAMETERS:
        return "unacceptable connection parameters";
    case BleError::ADVERTISING_TIMEOUT:
        return "advertising timeout";
    case BleError::MIC_FAILURE:
        return "connection terminated due to MIC failure";
    case BleError::CONNECTION_FAILED_TO_BE_ESTABLISHED:
        return "connection failed to be established";
    case BleError::COARSE_CLOCK_ADJUSTMENT_REJECTED:
        return "coarse clock adjustment rejected";
    case BleError::OPERATION_CANCELLED_BY_HOST:
        return "operation cancelled by host";
    }
    return nullptr;
}

} // namespace

std::string
ToString(BleError error)
{
    if (const char* name = NameOf(error))
    {
        return name;
    }
    static const char digits[] = "0123456789abcdef";
    const auto code = static_cast<uint8_t>(error);
    return std::string("error 0x") + digits[code >> 4] + digits[code & 15];
}

} // namespace iomt
} // namespace ns3
