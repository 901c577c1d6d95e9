// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DEVICE_HELPER_H
#define IOMT_DEVICE_HELPER_H

#include "ns3/battery.h"
#include "ns3/device-profile.h"
#include "ns3/node-container.h"
#include "ns3/processor.h"

#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief Makes nodes into devices: gives each the processor, battery and radio power of a profile.
 *
 * They are aggregated to the node: `node->GetObject<Processor>()`.
 */
class DeviceHelper
{
  public:
    /**
     * @param kind name of a file in data/devices, or a path that ends in .json
     * @throws ProfileError naming the file, the key and what is allowed
     */
    explicit DeviceHelper(const std::string& kind);

    /**
     * @param compute "profile", "host" or "free", as the attribute Compute of Processor
     */
    void SetCompute(const std::string& compute);
    /// @return the profile
    const DeviceProfile& GetProfile() const;
    /// @param nodes become devices of this kind
    void Install(const NodeContainer& nodes) const;

  private:
    DeviceProfile m_profile;
    std::string m_compute{"profile"};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_DEVICE_HELPER_H
