// SPDX-License-Identifier: GPL-2.0-only

#include "ble-signal.h"

namespace ns3
{
namespace iomt
{

Ptr<SpectrumSignalParameters>
BleSignal::Copy() IOMT_SIGNAL_COPY_CONST
{
    return Create<BleSignal>(*this);
}

} // namespace iomt
} // namespace ns3
