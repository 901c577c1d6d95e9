// SPDX-License-Identifier: GPL-2.0-only

#include "session.h"

#include <utility>

namespace ns3
{
namespace iomt
{

void
Session::Connect(Output lower, Output upper)
{
    m_lower = std::move(lower);
    m_upper = std::move(upper);
}

} // namespace iomt
} // namespace ns3
