// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COAP_OPTIONS_H
#define IOMT_COAP_OPTIONS_H

#include "coap-message.h"

namespace ns3::iomt
{

/// What the options of a message ask of its receiver.
enum class CoapOptionCheck
{
    OK,         //!< everything critical is understood
    BAD_OPTION, //!< a critical option is unknown, of a wrong length or repeated (RFC 7252, 5.4)
    PROXY       //!< asks for a proxy, which this is not (RFC 7252, 5.7.2)
};

/// @param message received @return whether its options can be served
CoapOptionCheck CheckCoapOptions(const CoapMessage& message);

} // namespace ns3::iomt

#endif // IOMT_COAP_OPTIONS_H
