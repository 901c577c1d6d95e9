// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FAULT_H
#define IOMT_FAULT_H

#include "backhaul-channel.h"
#include "custody.h"
#include "endpoint.h"

#include "ns3/node.h"
#include "ns3/registry.h"

#include <functional>
#include <vector>

namespace ns3
{
namespace iomt
{

/// What a fault may touch. Parts that a run does not have are null.
struct FaultScene
{
    Ptr<Endpoint> broker;
    Ptr<Node> gateway;                   //!< of the site
    Ptr<BackhaulChannel> backhaul;       //!< of the site
    Ptr<Custody> custody;                //!< of the site's gateway
    std::vector<Ptr<Endpoint>> programs; //!< on the site's gateway
    Ptr<Node> device;                    //!< of a patient
    /// Puts a node beyond the reach of all access links of the site, or back.
    std::function<void(Ptr<Node> node, bool reached)> reach;
};

/**
 * @brief Something that fails in everyday life, and is all right again after a while.
 *
 * A child fills in Begin() and End(), each called once. Faults of one kind may overlap in time.
 */
class Fault
{
  public:
    static constexpr const char* FAMILY = "fault"; //!< for errors of the registry

    /// Where it happens, which a scenario must name.
    enum class Place
    {
        CORE,  //!< nowhere in particular
        SITE,  //!< at a site
        DEVICE //!< at a patient's device
    };

    virtual ~Fault() = default;

    /// @return where it happens
    virtual Place GetPlace() const = 0;
    /// @param scene what fails
    virtual void Begin(const FaultScene& scene) = 0;
    /// @param scene as given to Begin()
    virtual void End(const FaultScene& scene) = 0;
};

/// Members: `none`, `backhaul-cut`, `broker-down`, `gateway-reboot`, `out-of-range`.
using FaultRegistry = Registry<Fault>;

} // namespace iomt
} // namespace ns3

#endif // IOMT_FAULT_H
