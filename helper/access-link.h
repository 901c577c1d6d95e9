// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ACCESS_LINK_H
#define IOMT_ACCESS_LINK_H

#include "ns3/callback.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/registry.h"
#include "ns3/spectrum-channel.h"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief A link between devices of a site and its gateway.
 *
 * A child makes radios (or cables), says which devices IPv6 is to sit on, and keeps whatever must
 * outlive the installation. One object serves one site, which may have links of other kinds too.
 */
class AccessLink
{
  public:
    static constexpr const char* FAMILY = "access link";

    virtual ~AccessLink() = default;

    /**
     * @brief Settings, before Install; a link without any leaves them alone.
     * @param scenario complete; each link reads what is its own
     * @throws std::invalid_argument for values that do not fit each other, with the rule
     */
    virtual void Configure(const nlohmann::json& scenario);

    /**
     * @brief Lay the link. Nodes have an Internet stack, a mobility model and a Battery.
     * @param wearables the devices on this link
     * @param gateway the border router
     * @param air what all radios of the site send into; a cable leaves it alone
     * @return the devices IPv6 sits on, the gateway's first, then the wearables' in their order
     */
    virtual NetDeviceContainer Install(const NodeContainer& wearables,
                                       Ptr<Node> gateway,
                                       Ptr<SpectrumChannel> air) = 0;

    /**
     * @brief Addresses, and routes between devices and gateway; by default addresses formed of
     * prefix and link address, and a default route to the gateway.
     * @param devices of Install()
     * @param subnet of address_plan
     */
    virtual void AssignAddresses(const NetDeviceContainer& devices, uint16_t subnet);

    /// @return how long it takes until packets go over it, from the start on; no time by default
    virtual Time GetSetUpTime() const;

    /**
     * @param stream first stream index to use; after Install
     * @return how many were used
     */
    virtual int64_t AssignStreams(int64_t stream) = 0;

    /**
     * @brief Record the frames that the gateway's radio hears and sends.
     * @param path of the file, without ".pcap"
     */
    virtual void EnablePcap(const std::string& path) = 0;

    /// Frames at the door of the network layer.
    struct FrameCounters
    {
        uint64_t received{0};
        std::map<std::string, uint64_t> dropped; //!< by cause
    };

    /// @return frames that reached a device of this site and those refused; none by default
    virtual FrameCounters GetFrames() const;

    /**
     * @brief Signature of what is told of frames that the link gave up.
     * @param packet the frame
     */
    using DropCallback = Callback<void, Ptr<const Packet>>;

    /// @param callback told of each frame that the link gave up; never called by default
    virtual void ConnectDrops(const DropCallback& callback);

    /// What a device's program is told of its link.
    struct LinkEvents
    {
        Callback<void, bool> changed;              //!< whether it can take something from now on
        Callback<void, Ptr<const Packet>> taken;   //!< a frame it takes
        Callback<void, Ptr<const Packet>> givenUp; //!< a frame it could not deliver
    };

    /**
     * @param device one of the wearables; after Install
     * @param events told of its end of the link, and of its present state at once
     */
    virtual void ConnectDevice(Ptr<Node> device, const LinkEvents& events) = 0;
    /**
     * @return whether it tells a device that its gateway is out of reach, so that the device can go
     * on by another link; by default not
     */
    virtual bool TellsWhenLost() const;
    /// @return time after which the link has said of a frame whether it gave it up
    virtual Time GetVerdictTime() const = 0;
    /**
     * @brief Pull the plug of a device, or of all where it is the gateway's. A radio has none: its
     * node is taken out of range. By default nothing happens.
     * @param node whose
     * @param plugged whether it is in again
     */
    virtual void Plug(Ptr<Node> node, bool plugged);

  protected:
    /// Tell a program of a NetDevice that reports by MacTx, MacTxDrop and its link state.
    static void ConnectDevice(Ptr<NetDevice> device, const LinkEvents& events);
    /// @param devices of a link @param node on one of them @return that one
    static Ptr<NetDevice> DeviceOf(const NetDeviceContainer& devices, Ptr<Node> node);

    /// @param filters FrameFilters @return what they counted, together
    static FrameCounters CountFrames(const NetDeviceContainer& filters);
};

/// Members: `802.15.4`, `ble`, `none`.
using AccessLinkRegistry = Registry<AccessLink>;

} // namespace iomt
} // namespace ns3

#endif // IOMT_ACCESS_LINK_H
